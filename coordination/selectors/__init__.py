"""Reads of the coordinator's room, cut by what they are about."""
