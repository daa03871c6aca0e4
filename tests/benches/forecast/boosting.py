"""LightGBM over lags, means, calendar and regressors: one model for all series of a set, asked step
by step, with intervals from the errors of a model that did not see the last horizon."""

import warnings

import lightgbm
import numpy as np
import pandas as pd

ROUNDS = 400
# More rows than this teach it little more.
MOST_ROWS = 700_000


def forecast(job, train, ahead):
    """Forecasts as (series, time, mean, lower, upper)."""
    panel = Panel(job, train, ahead)
    horizon = job["horizon"]
    held = min(horizon, max(1, panel.end // 4))
    errors, scale = panel.run(panel.end - held, held)
    actual = panel.values[:, panel.end - held : panel.end]
    errors = np.abs(errors - actual) / scale[:, None]
    # With few series there are too few errors a step to take a quantile of.
    by_step = len(panel.names) >= 40 and held == horizon
    width = np.nanquantile(errors, job["level"], axis=0 if by_step else None)
    mean, scale = panel.run(panel.end, horizon)
    width = np.broadcast_to(width, (horizon,))[None, :] * scale[:, None]
    lower = np.maximum(mean - width, 0) if panel.positive else mean - width
    columns = {"mean": mean.ravel(), "lower": lower.ravel(), "upper": (mean + width).ravel()}
    return pd.concat([panel.asked, pd.DataFrame(columns)], axis=1)


class Panel:
    """All series side by side, aligned at the origin."""

    def __init__(self, job, train, ahead):
        regressors = [it for it in train.columns if it not in ("series", "time", "value")]
        rows = train if regressors else pd.concat([train, ahead])
        groups = dict(list(rows.groupby("series", sort=False)))
        self.names = list(ahead.series.unique())
        horizon = job["horizon"]
        longest = max(len(groups[name]) for name in self.names)
        self.end = longest - horizon
        self.values = np.full((len(self.names), longest), np.nan)
        known = []
        for place, name in enumerate(self.names):
            group = groups[name]
            self.values[place, longest - len(group) :] = group.value
            times = pd.DatetimeIndex(group.time)
            own = np.column_stack([calendar(times), group[regressors].to_numpy(float)])
            known.append(np.vstack([np.full((longest - len(group), own.shape[1]), np.nan), own]))
        self.values[:, self.end :] = np.nan
        self.known = np.stack(known)
        self.asked = ahead.reset_index(drop=True)
        self.positive = np.nanmin(self.values) >= 0
        self.seasons = [round(it) for it in job["seasons"]]
        length = np.median([len(groups[name]) - horizon for name in self.names])
        lags = {*range(1, 8), 14, 21, 28}
        for season in self.seasons:
            lags |= {season - 1, season, season + 1, 2 * season}
        self.lags = sorted(lag for lag in lags if 0 < lag < max(2, length - horizon - 2))
        self.windows = [it for it in (4, 7, 28, 91, *self.seasons) if it < length / 2]
        # What grows without end, as in the M4, is learnt as changes.
        self.changes = job["changes"]

    def run(self, end, horizon):
        """Learns from what lies before a column, and forecasts from it on."""
        values = self.values.copy()
        values[:, end:] = np.nan
        if self.changes:
            values[:, 1:] = np.diff(values, axis=1)
            values[:, 0] = np.nan
        scale = mean(np.abs(values[:, :end]), axis=1)
        scale = np.where(scale > 0, scale, 1.0)
        values /= scale[:, None]
        first = max(max(self.lags), end - MOST_ROWS // len(self.names)) if self.lags else 1
        first = first if first < 0.6 * end else 1
        rows = np.concatenate([self.row(values, at) for at in range(first, end)])
        targets = values[:, first:end].T.ravel()
        observed = np.isfinite(targets)
        model = self.learn(rows[observed], targets[observed])
        for at in range(end, end + horizon):
            values[:, at] = model.predict(self.row(values, at), num_threads=1)
        result = values[:, end : end + horizon] * scale[:, None]
        if self.changes:
            result = self.values[:, end - 1 : end] + np.cumsum(result, axis=1)
        return (np.maximum(result, 0) if self.positive else result), scale

    def row(self, values, at):
        """What is known of every series before a column, and of the column itself."""
        missing = np.full(len(values), np.nan)
        columns = [values[:, at - lag] if at >= lag else missing for lag in self.lags]
        columns += [mean(values[:, max(0, at - window) : at], axis=1) for window in self.windows]
        for season in self.seasons:
            before = [at - times * season for times in (1, 2, 3, 4) if at >= times * season]
            columns.append(mean(values[:, before], axis=1) if before else missing)
        columns.append(np.arange(len(values), dtype=float))
        return np.column_stack([*columns, self.known[:, at]])

    def learn(self, rows, targets):
        counts = not self.changes and targets.min() >= 0 and (targets == 0).mean() > 0.1
        settings = {
            "objective": "tweedie" if counts else "regression",
            "tweedie_variance_power": 1.2,
            "learning_rate": 0.05,
            "num_leaves": 31 if len(targets) < 20_000 else 63,
            "min_data_in_leaf": 20,
            "feature_fraction": 0.8,
            "bagging_fraction": 0.8,
            "bagging_freq": 1,
            "num_threads": 1,
            "verbosity": -1,
            "seed": 1,
            "deterministic": True,
        }
        place = len(self.lags) + len(self.windows) + len(self.seasons)
        names = [place] if len(self.names) > 1 else []
        data = lightgbm.Dataset(rows, targets, categorical_feature=names)
        return lightgbm.train(settings, data, ROUNDS)


def calendar(times):
    """What the calendar says of each time."""
    parts = [times.month, times.day, times.dayofweek, times.dayofyear, times.hour, times.minute]
    week = times.isocalendar().week.to_numpy()
    of_week = times.dayofweek * 1440 + times.hour * 60 + times.minute
    return np.column_stack([np.asarray(part, float) for part in [*parts, week, of_week]])


def mean(values, axis):
    """A mean of what there is; not a number where there is nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.nanmean(values, axis=axis)
