-- Flows over several ClickHouse servers: on each of them run clickhouse.sql first (its tables hold the server's own rows),
-- then these. Names: `cluster` as in <remote_servers>, `flows` the tables of clickhouse.sql in database `default`.
-- Insert into flows_all, and open clickhouse://HOST:8123/default/flows_all: any of the servers answers for all.
CREATE TABLE IF NOT EXISTS flows_all AS flows
ENGINE = Distributed(cluster, default, flows, cityHash64(origin));

CREATE TABLE IF NOT EXISTS flows_all_by_day AS flows_by_day
ENGINE = Distributed(cluster, default, flows_by_day);

-- The reader's profile: readonly 2 lets flowspace set time limits; never set skip_unavailable_shards.
-- <reader><readonly>2</readonly></reader>
