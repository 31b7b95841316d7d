"""The questions that a new institution starts from; it words its own."""

QUESTIONS = (
    ("Sain apua siihen, mitä tarvitsin.", "Jag fick hjälp med det jag behövde.", "I got help with what I needed."),
    (
        "Voin käyttää sitä, mistä puhuimme, omassa työssäni.",
        "Jag kan använda det vi talade om i mitt eget arbete.",
        "I can use what we talked about in my own work.",
    ),
    ("Kysyisin mielelläni toistekin.", "Jag skulle gärna fråga på nytt.", "I would gladly ask again."),
)
"""In Finnish, Swedish and English."""
