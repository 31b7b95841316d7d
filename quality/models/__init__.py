from quality.models.actions import CoreProcess, ImprovementAction, Observation

__all__ = ["CoreProcess", "ImprovementAction", "Observation"]
