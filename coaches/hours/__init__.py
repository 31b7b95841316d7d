"""Hours given and used: accounts of an academic year, what they are forecast to come to, and who may set them."""
