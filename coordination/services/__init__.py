"""What people do in the coordinator's rooms, one function a use case, cut by what it is about."""

from coordination.services.requests import ask_for_help, coordinators_of, withdraw_request

__all__ = ["ask_for_help", "coordinators_of", "withdraw_request"]
