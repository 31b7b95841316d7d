from quality.models.actions import CoreProcess, ImprovementAction, Observation
from quality.models.evaluation import Factor, FactorAnswer, SelfEvaluation, Step
from quality.models.team import Meeting, MeetingAttendance, Reflection, TeamAim
from quality.models.year import Goal, YearTask

__all__ = [
    "CoreProcess",
    "Factor",
    "FactorAnswer",
    "Goal",
    "ImprovementAction",
    "Meeting",
    "MeetingAttendance",
    "Observation",
    "Reflection",
    "SelfEvaluation",
    "Step",
    "TeamAim",
    "YearTask",
]
