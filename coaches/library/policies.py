"""Who may add guidelines. Editing and reviewing them is said in `topics.policies`."""

from organisation.models import User
from topics.models import Topic
from topics.policies import keeps_library


def can_add_material(user: User, topic: Topic) -> bool:
    """Programme admins, and those who coach on the topic: material only, for which they answer themselves.

    Leading a team gives no more than coaching does.
    """
    if topic.is_retired:
        return False
    if keeps_library(user, topic.institution_id):
        return True
    coach = getattr(user, "coach", None)
    if coach is None or not coach.is_active or coach.institution_id != topic.institution_id:
        return False
    return topic.is_open or coach.topics.contains(topic)
