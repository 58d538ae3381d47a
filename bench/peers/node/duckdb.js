// DuckDB in the process: the rows in a table of narrow columns, one query per window, the answer read into arrays.
import { join } from "node:path";
import { connect } from "./duckdb_connection.js";
import { run } from "./protocol.js";

run(async () => {
  const connection = await connect();
  await connection.run(`CREATE TABLE flow AS SELECT * FROM (
    SELECT origin::INTEGER AS origin, destination::INTEGER AS destination, (layer = 'people') AS is_people, time, value FROM '${join(process.argv[2], "rows.parquet")}')`);
  return async ([first, end]) => {
    const answer = await connection.runAndReadAll(`SELECT origin, destination, sum(value) AS sum FROM flow
      WHERE is_people AND time >= DATE '2020-01-01' + ${first} AND time < DATE '2020-01-01' + ${end} AND origin <> destination
      GROUP BY origin, destination`);
    const sums = answer.getColumns()[2];
    return { arcs: sums.length, sum: sums.reduce((total, one) => total + one, 0) };
  };
});
