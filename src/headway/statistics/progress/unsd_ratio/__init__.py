"""The rule of the UN Statistics Division's Progress Chart, 2020 to 2022 form: the ratio of two growth rates.

    CAGR_a = (v_t / v_b) ** (1 / (t - b)) - 1           the pace so far
    CAGR_r = (v_T / v_b) ** (1 / (T - b)) - 1           the pace required
    CR     = CAGR_a / CAGR_r

`pace` gives the verdict, `levels` the distance that is left, `rollup` UNDP's
way from series to indicators, targets and Goals.

Source: the statuses, parameters, levels and roll-ups that UNDP publishes for
every country (SDG Accelerator data), from which each step was recomputed.
"""

from headway.statistics.progress.unsd_ratio.pace import assess

__all__ = ["assess"]
