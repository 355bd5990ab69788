// The KPI table in DuckDB, one thread, beside kpi_table. usage: node kpi_duckdb.mjs STORE.db [ROUNDS]
// Wants `npm install @duckdb/node-api` in the folder that NODE_PEERS names. Without ROUNDS it runs the query once,
// for timing the process as a whole; with them it prints processor seconds of each, the store open.
import { createRequire } from "node:module";
import path from "node:path";

const from = createRequire(path.join(process.env.NODE_PEERS ?? process.cwd(), "package.json"));
const { DuckDBInstance } = from("@duckdb/node-api");
const [store, rounds] = process.argv.slice(2);
const connection = await (await DuckDBInstance.create(store, { threads: "1" })).connect();
const query = `select strftime(opened_at, '%Y-%m') m, priority p, count(*),
  quantile_cont(epoch(resolved_at) - epoch(opened_at), 0.5), quantile_cont(epoch(resolved_at) - epoch(opened_at), 0.9),
  avg(made_sla::int), avg((reopen_count > 0)::int)
  from incident where resolved_at is not null group by all order by m, p`;
for (let round = 0; round < Number(rounds ?? 1); ++round) {
  const before = process.cpuUsage();
  const rows = (await connection.runAndReadAll(query)).getRows();
  const used = process.cpuUsage(before);
  if (rounds) console.log(`table  ${((used.user + used.system) / 1e6).toFixed(4)} s  ${rows.length} medians, sum ${rows.reduce((s, r) => s + Number(r[3]), 0).toFixed(0)}`);
}
