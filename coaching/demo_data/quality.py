"""The loop of the demo, its year clock, goals and self-evaluations."""

from datetime import date, datetime, time, timedelta

from coaching.demo_data.scene import Scene
from quality.models import (
    CoreProcess,
    Factor,
    FactorAnswer,
    Goal,
    ImprovementAction,
    Observation,
    SelfEvaluation,
    YearTask,
)
from quality.services.year import TEMPLATE

State, Step = ImprovementAction.State, ImprovementAction.Step
PROCESSES = (
    ("Henkilökohtaistaminen", "Personlig tillämpning", "Personalisation of studies"),
    ("Opetus ja ohjaus", "Undervisning och handledning", "Teaching and guidance"),
    (
        "Osaamisen osoittaminen ja arviointi",
        "Påvisande och bedömning av kunnande",
        "Demonstrating and assessing skills",
    ),
    ("Työelämäyhteistyö", "Samarbete med arbetslivet", "Co-operation with working life"),
    ("Henkilöstön perehdytys", "Introduktion av personal", "Induction of staff"),
)
SEEN = (
    "Poissaolojen kirjaaminen on eri toimipaikoilla eri tapaista. Mistä tietää, mikä on oikein?",
    "HOKSin päivitys tehdään usein vasta näytön jälkeen, ja sama kysymys tulee monelta alalta.",
    "Uudet opettajat kysyvät ensimmäisinä viikkoina samoja asioita: tunnukset, avaimet, arvioinnin aikataulu.",
    "Työpaikkaohjaajien palaute jää lukematta, koska sitä ei löydy yhdestä paikasta.",
)
ACTIONS = (
    (0, 1, State.PROPOSED, "Tehdään yksi ohje poissaolojen kirjaamisesta ja käydään se läpi tiimeissä.", "", 60),
    (1, 0, State.ACCEPTED, "HOKSin päivityspäivät lisätään lukuvuoden kalenteriin.", "", 40),
    (
        2,
        4,
        State.DONE,
        "Kootaan uuden opettajan ensimmäisen kuukauden muistilista.",
        "Uuden opettajan muistilista on kotipesässä kohdassa Aiheet.",
        -10,
    ),
    (3, 3, State.DECLINED, "Hankitaan palautteelle oma järjestelmä.", "", 90),
)
REASON = "Sama tieto saadaan nykyisestä järjestelmästä. Katsotaan ensin, miten se tuodaan esiin."
GOALS = (
    ("Jokainen uusi opettaja tapaa luotsin ensimmäisen kuukauden aikana", Goal.Indicator.NEW_MET, 90),
    ("Kolmannes henkilöstöstä saa apua", Goal.Indicator.REACHED, 35),
    ("Apua annetaan 600 tuntia", Goal.Indicator.HOURS, 600),
)
EVIDENCE = "https://intra.example/laatu/muistilista"


def make_quality(scene: Scene) -> None:
    """For every house: its core processes, four observations, the first of them a colleague's, and their actions."""
    processes = CoreProcess.objects.bulk_create(
        CoreProcess(institution=scene.institution, name_fi=fi, name_sv=sv, name_en=en) for fi, sv, en in PROCESSES
    )
    proposal = _observation(scene, SEEN[0], 40, by_team=False)
    seen = [_observation(scene, text, 30 - 4 * n, by_team=True) for n, text in enumerate(SEEN)]
    Observation.objects.filter(pk=seen[0].pk).update(proposal=proposal)
    for place, process, state, what, outcome, days in ACTIONS:
        _action(scene, seen[place], state, what=what, outcome=outcome, process=processes[process], days=days)


def _observation(scene: Scene, text: str, days_ago: int, *, by_team: bool) -> Observation:
    today = scene.calendar.today
    return Observation.objects.create(
        institution=scene.institution,
        by_team=by_team,
        text=text,
        topic=scene.topics[2],
        author=scene.coaches[0].user if by_team else scene.login("teacher"),
        first_day=today - timedelta(days=days_ago + 60) if by_team else None,
        last_day=today - timedelta(days=days_ago) if by_team else None,
        created_at=scene.calendar.now - timedelta(days=days_ago),
    )


def _action(
    scene: Scene, seen: Observation, state: str, *, what: str, outcome: str, process: CoreProcess, days: int
) -> None:
    is_decided, today = state != State.PROPOSED, scene.calendar.today
    ImprovementAction.objects.create(
        institution=scene.institution,
        observation=seen,
        what=what,
        process=process,
        proposed_by=seen.author,
        owner=scene.login("manager") if state in (State.ACCEPTED, State.DONE) else None,
        due=today + timedelta(days=days),
        state=state,
        step=Step.ACT if state == State.DONE else Step.DO if state == State.ACCEPTED else Step.PLAN,
        reason=REASON if state == State.DECLINED else "",
        outcome=outcome,
        evidence=EVIDENCE if outcome else "",
        decided_at=scene.calendar.now - timedelta(days=12) if is_decided else None,
        done_on=today - timedelta(days=6) if state == State.DONE else None,
        revision=int(is_decided),
        created_at=seen.created_at + timedelta(days=2),
    )


def make_programme(scene: Scene) -> None:
    """The clock of last year and of this one, goals of both, two closed self-evaluations and an open one."""
    year, owners = scene.calendar.academic_year, [scene.login("coordinator"), scene.coaches[1].user]
    for autumn in (year - 1, year):
        for number, (kind, month, day) in enumerate(TEMPLATE):
            due = date(autumn + (month < 8), month, day)
            task = YearTask(institution=scene.institution, academic_year=autumn, kind=kind, due=due)
            task.owner = owners[number % 2]
            task.done_on = due if due < scene.calendar.today - timedelta(days=20) else None
            task.save()
        for text, indicator, target in GOALS:
            Goal.objects.create(
                institution=scene.institution, academic_year=autumn, text=text, indicator=indicator, target=target
            )
    for autumn in (year - 2, year - 1):
        _evaluate(scene, autumn)
    closes_on = scene.calendar.today + timedelta(days=21)
    SelfEvaluation.objects.create(
        institution=scene.institution, academic_year=year, opened_at=scene.calendar.now, closes_on=closes_on
    )


def _evaluate(scene: Scene, autumn: int) -> None:
    rng, closes_on = scene.chance(f"evaluation-{autumn}"), date(autumn + 1, 4, 30)
    opened_at = datetime.combine(closes_on - timedelta(days=21), time(9), scene.institution.tz)
    about = {"institution": scene.institution, "academic_year": autumn, "closes_on": closes_on}
    evaluation = SelfEvaluation.objects.create(**about, opened_at=opened_at)
    usual = {factor: rng.choice((2, 2, 3, 3, 4)) for factor in Factor}
    FactorAnswer.objects.bulk_create(
        FactorAnswer(
            evaluation=evaluation,
            person=coach.user,
            factor=factor,
            step=max(1, min(4, usual[factor] + rng.choice((-1, 0, 0, 1)))),
        )
        for coach in scene.coaches[:14]
        for factor in Factor
    )
