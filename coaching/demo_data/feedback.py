"""What people of the demo said about accessibility: one answered, one fresh, one that has waited too long."""

from datetime import timedelta

from coaching.demo_data.scene import Scene
from coordination.models import AccessibilityFeedback

SAID = (
    (
        "fi",
        "Ruudunlukija lukee omien tapaamisten listassa päivän kahteen kertaan. Käytän NVDA:ta ja Firefoxia.",
        "Sanna Korpela",
        "teacher",
        16,
    ),
    ("sv", "Tabellen på utskriften är så liten att jag inte kan läsa den.", "", "", 5),
    (
        "fi",
        "Aihelistan kuvaukset katkesivat, kun suurensin tekstin kaksinkertaiseksi. Nyt ne näkyvät, kiitos.",
        "Noora Saari",
        "newteacher",
        40,
    ),
)


def make_feedback(scene: Scene) -> None:
    """Rows alone: nobody is mailed about the past."""
    answering = next((person for person in scene.people if person.email.startswith("admin@")), None)
    if answering is None:
        return
    for language, text, name, login, days_ago in SAID:
        came = scene.calendar.now - timedelta(days=days_ago)
        answered = came + timedelta(days=3) if days_ago > 20 else None
        AccessibilityFeedback.objects.create(
            institution=scene.institution,
            text=text,
            name=name,
            email=f"{login}@{scene.house.domain}" if login else "",
            language=language,
            created_at=came,
            answered_at=answered,
            answered_by=answering if answered else None,
        )
