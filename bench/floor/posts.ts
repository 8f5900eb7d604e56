/** The floor of campaigns: one template message to each number, posted over 64 connections, and nothing else. */
import express from 'express';
import { Pool } from 'undici';

const { GRAPH_URL = '', TOKEN = '', PHONE_NUMBER_ID = '', PORT } = process.env;
const pool = new Pool(GRAPH_URL, { connections: 64, pipelining: 1 });

async function post(to: string): Promise<void> {
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path: `/v25.0/${PHONE_NUMBER_ID}/messages`,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ messaging_product: 'whatsapp', recipient_type: 'individual', to, type: 'template' },
      template: {
        name: 'thanks_update',
        language: { code: 'en_US' },
        components: [{ type: 'body', parameters: [{ type: 'text', text: 'Somebody' }] }],
      },
    }),
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`The simulator answered ${statusCode}: ${text.slice(0, 200)}`);
}

const app = express();
app.get('/ready', (_request, response) => void response.send('ok'));
app.post('/run', express.json({ limit: '10mb' }), async (request, response) => {
  const left = [...(request.body as { numbers: string[] }).numbers];
  const count = left.length;
  const startedAt = performance.now();
  const takeTurns = async () => {
    for (let to = left.pop(); to !== undefined; to = left.pop()) await post(to);
  };
  await Promise.all(Array.from({ length: 64 }, takeTurns));
  response.json({ perSecond: (count / (performance.now() - startedAt)) * 1000 });
});
app.listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
