/** A template whose parameters have names, made at the simulator, which refuses values without them as Meta does. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO } from '../../local/demo.ts';
import { waitUntil } from '../../local/process/wait.ts';
import { keyword, node, startFlowWorld, type FlowWorld } from '../../local/testing/flow-world.ts';
import { json } from '../../platform/db/pool.ts';
import { demo } from '../../platform/seed/demo.ts';

const components = [
  {
    type: 'BODY',
    text: 'Hi {{first_name}}, we see you on {{day}}.',
    example: {
      body_text_named_params: [
        { param_name: 'first_name', example: 'Ada' },
        { param_name: 'day', example: 'Monday' },
      ],
    },
  },
];

let world: FlowWorld;
beforeAll(async () => {
  world = await startFlowWorld();
  const template = {
    name: 'named_visit',
    language: 'en',
    category: 'UTILITY',
    parameter_format: 'NAMED',
    components,
  };
  await graph('POST', template);
  await waitUntil(async () => (await graph('GET')).includes('"APPROVED"'), { what: 'an approved template' });
  await world.database.sql`
    insert into templates (org_id, waba_account_id, name, language, category, status, components)
    values (${demo.orgId}, ${demo.wabaAccountId}, 'named_visit', 'en', 'UTILITY', 'APPROVED', ${json(world.sql, components)})`;
});
afterAll(() => world?.stop());

it('is sent with the names of its values', async () => {
  await world.publish(
    'Named',
    {
      start: keyword('visit'),
      remind: node('send-template', {
        ...{ name: 'named_visit', language: 'en', header: [] },
        body: ['{{ contact.name }}', 'Friday'],
      }),
    },
    [['start', 'next', 'remind']],
  );
  const person = world.someone();
  const [run] = await world.says(person, 'visit');
  await world.makeTurn(run!, 1);
  const { items } = await world.rig.simulator.outbound({ to: person.number });
  expect(items.map(({ body }) => body.template)).toMatchObject([
    {
      components: [
        {
          parameters: [
            { parameter_name: 'first_name', text: person.name },
            { parameter_name: 'day', text: 'Friday' },
          ],
        },
      ],
    },
  ]);
});

async function graph(method: 'GET' | 'POST', body?: object): Promise<string> {
  const query = method === 'GET' ? '?name=named_visit' : '';
  const response = await fetch(`${world.rig.simulator.url}/v25.0/${DEMO.wabaId}/message_templates${query}`, {
    method,
    headers: { authorization: `Bearer ${DEMO.accessToken}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return text;
}
