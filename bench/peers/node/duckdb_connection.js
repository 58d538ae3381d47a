// DuckDB in this process, with as many threads as the machine has cores.
import { DuckDBInstance } from "@duckdb/node-api";

export async function connect() {
  const instance = await DuckDBInstance.create(":memory:");
  return instance.connect();
}
