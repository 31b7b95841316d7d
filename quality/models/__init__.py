from quality.models.actions import CoreProcess, ImprovementAction, Observation
from quality.models.team import Meeting, MeetingAttendance, Reflection, TeamAim

__all__ = ["CoreProcess", "ImprovementAction", "Meeting", "MeetingAttendance", "Observation", "Reflection", "TeamAim"]
