// DuckDB on the same work, one thread: typed, checked, a primary key. usage: node import_duckdb.mjs FILE.csv STORE.db
// Wants `npm install @duckdb/node-api` in the folder that NODE_PEERS names.
import { createRequire } from "node:module";
import path from "node:path";

const from = createRequire(path.join(process.env.NODE_PEERS ?? process.cwd(), "package.json"));
const { DuckDBInstance } = from("@duckdb/node-api");
const [file, store] = process.argv.slice(2);
const connection = await (await DuckDBInstance.create(store, { threads: "1" })).connect();
const texts = ["category", "subcategory", "channel", "assignment_group", "assigned_to", "caller", "short_description",
  "description", "close_notes", "parent"];
const times = ["opened_at", "acknowledged_at", "resolved_at", "closed_at", "sla_due"];
const levels = ["priority", "impact", "urgency"];
await connection.run(`create table incident (number varchar primary key, ${times.map((t) => `${t} timestamp`)},
  ${levels.map((l) => `${l} tinyint`)}, ${texts.map((t) => `${t} varchar`)}, reopen_count integer, csat tinyint,
  made_sla boolean)`);
await connection.run(`insert or ignore into incident select * from (
  select number, ${times.map((t) => `try_cast(${t} as timestamp) as ${t}`)},
         ${levels.map((l) => `try_cast(left(${l}, 1) as tinyint) as ${l}`)}, ${texts},
         try_cast(reopen_count as integer), try_cast(csat as tinyint), try_cast(made_sla as boolean)
  from read_csv('${file}', header = true, all_varchar = true, delim = ',', quote = '"', escape = '"'))
  where opened_at is not null and priority between 1 and 5 and (resolved_at is null or resolved_at >= opened_at)`);
await connection.run("checkpoint");
const rows = await connection.runAndReadAll("select count(*) from incident");
console.log(String(rows.getRows()[0][0]));
