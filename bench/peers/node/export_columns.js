// Writes the rows of a Parquet table as plain columns, in the order of the file: node export_columns.js TABLE CITIES FOLDER
import { createWriteStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "./duckdb_connection.js";

const [table, cities, folder] = process.argv.slice(2);
const connection = await connect();
const firstDay = "DATE '2020-01-01'";

await connection.run(`CREATE TABLE place AS SELECT row_number() OVER (ORDER BY id) - 1 AS number, id, lon, lat FROM (
  SELECT DISTINCT c.id, c.lon, c.lat FROM read_csv('${cities}', types = {'id': 'VARCHAR'}) c
  JOIN (SELECT DISTINCT origin AS id FROM '${table}' UNION SELECT DISTINCT destination FROM '${table}') USING (id))`);
const places = (await connection.runAndReadAll("SELECT lon, lat FROM place ORDER BY number")).getRows();
writeFileSync(join(folder, "places.f64"), Float64Array.from(places.flat()));

const columns = [["origin", Uint16Array, "u16"], ["destination", Uint16Array, "u16"], ["layer", Uint8Array, "u8"],
  ["day", Uint16Array, "u16"], ["value", Float64Array, "f64"]];
const files = columns.map(([name, , kind]) => createWriteStream(join(folder, `${name}.${kind}`)));
const result = await connection.stream(`SELECT o.number::INTEGER, d.number::INTEGER,
  list_position(['people', 'goods', 'capital', 'technology', 'information'], layer)::INTEGER - 1,
  (time - ${firstDay})::INTEGER, value::DOUBLE
  FROM '${table}' JOIN place o ON o.id = origin JOIN place d ON d.id = destination`);
for (;;) {
  const chunk = await result.fetchChunk();
  if (!chunk || chunk.rowCount === 0) break;
  for (const [at, [, Kind]] of columns.entries()) {
    const bytes = Buffer.from(Kind.from(chunk.getColumnValues(at)).buffer);
    if (!files[at].write(bytes)) await new Promise((go) => files[at].once("drain", go));
  }
}
await Promise.all(files.map((file) => new Promise((go) => file.end(go))));
