"""The YAML documents beside the data: how an indicator is shown, and where it comes from."""

from headway.example.plan import LANGUAGES, Plan

TARGET_YEAR = 2030


def configuration() -> dict:
    """`config_data.yml`."""
    return {
        "languages": list(LANGUAGES),
        "src_dir": "",
        "docs_branding": "Meridia (fictional)",
        "indicator_options": {
            "non_disaggregation_columns": ["Year", "Value", "REF_AREA", "SERIES", "UNIT_MEASURE"]
        },
        "inputs": [
            {"class": "InputYamlMeta", "path_pattern": "indicator-config/*.yml"},
            {"class": "InputYamlMeta", "path_pattern": "meta/*.yml"},
            {"class": "InputCsvData", "path_pattern": "data/*.csv"},
        ],
        "translations": [{"class": "TranslationInputYaml", "source": "translations"}],
    }


def group(plan: Plan) -> str:
    """The group of translations that holds an indicator's title."""
    return "global_indicators" if plan.is_global else "national_indicators"


def indicator_config(plan: Plan) -> dict:
    """`indicator-config/1-2-1.yml`; only the office itself can give its own indicators a direction."""
    title = f"{group(plan)}.{plan.key}-title"
    document = {
        "computation_units": f"UNIT_MEASURE.{plan.unit}",
        "data_non_statistical": "false",
        "data_start_values": [],
        "graph_title": title,
        "graph_type": "bar" if plan.yes_from else "line",
        "indicator_name": title,
        "indicator_number": plan.code,
        "national_geographical_coverage": "meta.Meridia",
        "reporting_status": plan.status,
        "tags": [],
    }
    return document | ({"progress_calculation_options": [_progress(plan)]} if plan.direction else {})


def _progress(plan: Plan) -> dict:
    option: dict = {"direction": plan.direction}
    if plan.target is not None:
        option |= {"target": plan.target, "target_year": TARGET_YEAR}
    return option


def meta(plan: Plan) -> dict:
    """`meta/1-2-1.yml`."""
    return {
        "customisation": f"meta.customisation-{_customisation(plan)}",
        "national_indicator_description": f"national_indicator_description.{plan.key}",
        "source_active_1": "true",
        "source_compilation_1": f"sources.{plan.key}-source_compilation_1",
        "source_data_1": f"sources.{plan.key}-source_data_1",
        "source_implementation_1": f"sources.{plan.key}-source_implementation_1",
    }


def _customisation(plan: Plan) -> int:
    if not plan.is_global:
        return 4
    return 2 if plan.adapted else 1
