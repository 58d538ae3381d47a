-- Flows in ClickHouse: the table, and its sums per day and pair, kept up to date by the server.
-- scripts/load-clickhouse puts this file's words to the server, with {table}, {by_day}, {writer}, {time} and {value}
-- replaced; by hand: flows, flows_by_day, flows_by_day_writer, Date, Decimal(18, 4).
-- One statement ends at each semicolon at the end of a line.

-- Ids are texts, as in a table of places. Write times of hours as DateTime. Decimal values give exact sums.
-- The order decides the speed: a question names a layer and a span of time.
CREATE TABLE IF NOT EXISTS {table}
(
    origin String,
    destination String,
    layer String,
    time {time},
    value {value}
)
ENGINE = MergeTree PARTITION BY toYYYYMM(time) ORDER BY (layer, time, origin, destination);

-- One row per layer, day and pair. flowspace uses it by itself when it is called like the table with _by_day after it,
-- holds as many rows as the table, and no question is finer than a day.
CREATE TABLE IF NOT EXISTS {by_day}
(
    origin String,
    destination String,
    layer String,
    time Date,
    value {value_sum},
    rows UInt64
)
ENGINE = SummingMergeTree((value, rows)) PARTITION BY toYYYYMM(time) ORDER BY (layer, time, origin, destination);

-- Every row inserted into the table from now on is added to its day.
CREATE MATERIALIZED VIEW IF NOT EXISTS {writer} TO {by_day} AS
SELECT origin, destination, layer, toDate(time) AS time, sum(value) AS value, count() AS rows
FROM {table}
GROUP BY origin, destination, layer, time;
