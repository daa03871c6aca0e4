"""Forecasts of a set by statsforecast's models and by LightGBM, each on one core.

Usage: rivals.py FOLDER, which holds job.json, train.csv (series, time, value and regressors known
ahead) and future.csv (series, time). Writes FOLDER/MODEL.csv (series, time, mean, lower, upper) and
prints as JSON what each took: {model: {"seconds": …, "series": …}}, "memory" in MiB.
"""

import json
import os
import resource
import sys
import time
import warnings
from pathlib import Path

for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

import numpy as np
import pandas as pd
from statsforecast.models import (
    ADIDA,
    IMAPA,
    MSTL,
    TSB,
    AutoARIMA,
    AutoCES,
    AutoETS,
    CrostonSBA,
    DynamicOptimizedTheta,
    SeasonalNaive,
)

import boosting

warnings.filterwarnings("ignore")

# Exponential smoothing forgets: what is older changes nothing but the time it takes.
NEWEST = {"AutoETS": 2000, "AutoCES": 2000, "AutoARIMA": 600}
INTERMITTENT = ["CrostonSBA", "TSB", "ADIDA", "IMAPA"]
SMOOTH = ["AutoETS", "DynamicOptimizedTheta", "AutoCES"]
ENSEMBLES = {
    "median of ETS, DOT, CES": SMOOTH,
    "median of ETS, DOT, CES, MSTL": [*SMOOTH, "MSTL"],
    "median of ETS, DOT, CES, ARIMA": [*SMOOTH, "AutoARIMA"],
    "median of Croston, TSB, ADIDA, IMAPA": INTERMITTENT,
}


def candidates(job, length, zeros):
    """The models that suit a set, each with the season that it can use."""
    seasons = [round(season) for season in job["seasons"]]
    usable = [season for season in seasons if 2 * season < length] or [1]
    first, longest = usable[0], usable[-1]
    found = {
        "SeasonalNaive": lambda: SeasonalNaive(first if job["frequency"] == "D" else longest),
        # It has no seasons longer than 24.
        "AutoETS": lambda: AutoETS(season_length=first if first <= 24 else 1),
        "DynamicOptimizedTheta": lambda: DynamicOptimizedTheta(season_length=first),
        "AutoCES": lambda: AutoCES(season_length=first if first <= 52 else 1),
        "MSTL": lambda: MSTL(season_length=usable),
    }
    if usable == [1]:
        del found["MSTL"]
    # On long seasons and many observations it takes hours.
    if zeros < 0.15 and job["frequency"] in ("W", "M", "Q", "Y"):
        found["AutoARIMA"] = lambda: AutoARIMA(season_length=first if first <= 12 else 1)
    if zeros > 0.15:
        found |= {
            "CrostonSBA": CrostonSBA,
            "TSB": lambda: TSB(0.1, 0.1),
            "ADIDA": ADIDA,
            "IMAPA": IMAPA,
        }
    wanted = job["models"]
    return {name: made for name, made in found.items() if not wanted or name in wanted}


def filled(values, newest):
    """What these models can read: the gaps of what was not observed are bridged."""
    bridged = pd.Series(values, dtype=float).interpolate(limit_direction="both").fillna(0)
    return bridged.to_numpy()[-newest:] if newest else bridged.to_numpy()


def steps(model, values, horizon, level):
    """Some models give no interval, and say so by an exception."""
    try:
        return model.forecast(y=values, h=horizon, level=[level])
    except Exception:  # noqa: BLE001 each model has its own
        return model.forecast(y=values, h=horizon)


def one_by_one(name, make, past, future, job):
    """Forecasts of every series by one model; its intervals are its own."""
    level, horizon = round(100 * job["level"]), job["horizon"]
    parts = []
    for series, times in future.items():
        told = steps(make(), filled(past[series], NEWEST.get(name)), horizon, level)
        missing = np.full(horizon, np.nan)
        bounds = [told.get(f"{side}-{level}", missing) for side in ("lo", "hi")]
        parts.append(table(series, times, told["mean"], *bounds))
    return pd.concat(parts)


def table(series, times, mean, lower, upper):
    columns = {"series": series, "time": times, "mean": mean, "lower": lower, "upper": upper}
    return pd.DataFrame(columns)


def median(parts):
    """The median of several models' forecasts, and of their bounds."""
    columns = ["mean", "lower", "upper"]
    stacked = np.stack([part[columns].to_numpy(float) for part in parts])
    result = parts[0].copy()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result[columns] = np.nanmedian(stacked, axis=0)
    return result


def main(folder):
    job = json.loads((folder / "job.json").read_text())
    train = pd.read_csv(folder / "train.csv", dtype={"series": str, "time": str})
    ahead = pd.read_csv(folder / "future.csv", dtype=str)
    future = {series: part.time.to_numpy() for series, part in ahead.groupby("series", sort=False)}
    known = train.merge(ahead, on=["series", "time"], how="left", indicator=True)
    known = known[known._merge == "left_only"]
    past = {series: part.value.to_numpy() for series, part in known.groupby("series", sort=False)}
    length = float(np.median([len(values) for values in past.values()]))
    told, made = {}, {}

    def record(name, forecast):
        started = time.process_time()
        made[name] = forecast()
        told[name] = {"seconds": time.process_time() - started, "series": len(future)}
        made[name].to_csv(folder / f"{name}.csv", index=False)

    for name, make in candidates(job, length, float((known.value == 0).mean())).items():
        record(name, lambda: one_by_one(name, make, past, future, job))
    for name, parts in ENSEMBLES.items():
        if all(part in made for part in parts):
            record(name, lambda: median([made[part] for part in parts]))
            told[name]["seconds"] += sum(told[part]["seconds"] for part in parts)
    if not job["models"] or "LightGBM" in job["models"]:
        record("LightGBM", lambda: boosting.forecast(job, train, ahead))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"models": told, "memory": memory}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
