"""The colours of the goals as a style sheet, from the nomenclature."""

from headway.nomenclature import frameworks


def goal_styles() -> str:
    return "".join(
        f".goal-{goal.code} {{ background: {goal.color}; color: {goal.ink}; }}\n"
        for goal in frameworks.goals().values()
    )
