-- Flows in PostgreSQL: the table by months, and its sums per day and pair.
-- scripts/load-postgres puts this file's words to the server, with {table}, {by_day}, {index}, {rest}, {time} and {value}
-- replaced; by hand: flows, flows_by_day, flows_layer_time, flows_rest, date, numeric(18, 4).
-- One statement ends at each semicolon at the end of a line.

-- Ids are texts, as in a table of places. Write times of hours as timestamp. Numeric values give exact sums.
CREATE TABLE IF NOT EXISTS {table}
(
    origin text NOT NULL,
    destination text NOT NULL,
    layer text NOT NULL,
    time {time} NOT NULL,
    value {value} NOT NULL
)
PARTITION BY RANGE (time);

-- What no partition takes. A team with many years adds one per year before it loads:
-- CREATE TABLE flows_2025 PARTITION OF flows FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE IF NOT EXISTS {rest} PARTITION OF {table} DEFAULT;

CREATE INDEX IF NOT EXISTS {index} ON {table} (layer, time);

-- One row per layer, day and pair. flowspace uses it by itself when it is called like the table with _by_day after it and
-- holds as many rows as the table: REFRESH MATERIALIZED VIEW after each load.
CREATE MATERIALIZED VIEW IF NOT EXISTS {by_day} AS
SELECT origin, destination, layer, time::date AS time, sum(value) AS value, count(*) AS rows
FROM {table}
GROUP BY 1, 2, 3, 4;

-- The reader: CREATE ROLE reader LOGIN PASSWORD '...'; GRANT SELECT ON flows, flows_by_day TO reader;
