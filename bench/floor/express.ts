/** The floor of webhook acknowledgements: Express, the raw body, one INSERT into a plain table, 200. No check of anything. */
import express from 'express';
import postgres from 'postgres';

/** As many connections as the product's webhook pool has. */
const sql = postgres(process.env.DATABASE_URL ?? '', { max: 8, onnotice: () => {} });
await sql`create table if not exists public.bench_raw (id bigint generated always as identity primary key, body bytea not null)`;

const app = express();
app.disable('x-powered-by').disable('etag');
app.post('/', express.raw({ type: () => true, limit: '3mb' }), async (request, response) => {
  await sql`insert into public.bench_raw (body) values (${request.body as Buffer})`;
  response.status(200).send('ok');
});
app.get('/ready', (_request, response) => void response.send('ok'));
app.listen(Number(process.env.PORT), '127.0.0.1');
