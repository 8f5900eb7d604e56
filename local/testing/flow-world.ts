/** A demo organisation in which tests publish flows and people write: over relay, routing and turns, on a real database. */
import type { FlowDoc, FlowRules } from '../../core/flow/document.ts';
import { defaultRules } from '../../core/flow/document.ts';
import type { FlowNode, NodeData, NodeTypeId } from '../../core/flow/nodes/registry.ts';
import { edgesFrom, sampleNode } from '../../core/flow/samples/build.ts';
import { compileTriggers } from '../../core/flow/triggers.ts';
import { json } from '../../platform/db/pool.ts';
import { demo } from '../../platform/seed/demo.ts';
import { routeContactEvents } from '../../worker/routing/route-contact-events.ts';
import { startTurnRig, type TurnRig } from './turns.ts';
import { messageWebhook, pressWebhook, textWebhook } from './webhooks.ts';

export interface Person {
  number: string;
  name: string;
}

export interface WorldRun {
  id: string;
  status: string;
  ended_at: Date | null;
  outcome: string | null;
  seq: number;
}

export type FlowWorld = Awaited<ReturnType<typeof startFlowWorld>>;

export async function startFlowWorld() {
  const rig: TurnRig = await startTurnRig();
  const { sql, database } = rig;
  let serial = 0;
  const wamid = () => `wamid.world-${(serial += 1)}`;

  const wakesOf = (rows: { topic: string; key: string }[]) =>
    rows.filter(({ topic }) => topic === 'flowRun').map(({ key }) => key);

  const world = {
    rig,
    sql,
    database,

    /** Somebody whom nobody knows yet. */
    someone(): Person {
      serial += 1;
      return { number: `1555333${String(serial).padStart(4, '0')}`, name: `Person ${serial}` };
    },

    /** Returns the ids of the runs that were woken. */
    async says({ number, name }: Person, text: string): Promise<string[]> {
      return wakesOf(await rig.receive(textWebhook({ from: number, name, wamid: wamid(), text })));
    },

    async presses({ number, name }: Person, pressed: string, id: string, title = id): Promise<string[]> {
      return wakesOf(
        await rig.receive(pressWebhook({ from: number, name, wamid: wamid(), pressed, id, title })),
      );
    },

    /** Any message object of the Cloud API. */
    async sends({ number, name }: Person, message: object): Promise<string[]> {
      return wakesOf(await rig.receive(messageWebhook({ from: number, name, wamid: wamid() }, message)));
    },

    /** Routes everything that has happened to contacts; returns the ids of the runs that were woken. */
    async settleEvents(): Promise<string[]> {
      const wakes: string[] = [];
      for (;;) {
        const routed = await sql.begin((tx) => routeContactEvents(tx));
        if (routed === null) return wakes;
        wakes.push(...wakesOf(routed));
      }
    },

    /** The contact of a person who has written before. */
    async contactOf({ name }: Person): Promise<{ id: string; conversationId: string }> {
      const [row] = await sql<{ id: string; conversationId: string }[]>`
        select c.id, v.id as "conversationId" from contacts c join conversations v on v.contact_id = c.id where c.name = ${name}`;
      return row!;
    },

    /** A contact who has never written and has no conversation. */
    async contact(
      change: { name?: string; tags?: string[]; timeZone?: string; attributes?: object } = {},
    ): Promise<string> {
      serial += 1;
      const [row] = await sql<{ id: string }[]>`
        insert into contacts (org_id, name, tags, time_zone, attributes)
        values (${demo.orgId}, ${change.name ?? `Contact ${serial}`}, ${change.tags ?? []}, ${change.timeZone ?? null},
          ${json(sql, change.attributes ?? {})}) returning id`;
      return row!.id;
    },

    /** Gives a person a tag; returns the run that it starts. */
    async tag({ name }: Person, tag: string): Promise<string> {
      await sql`update contacts set tags = tags || ${tag}::text where name = ${name}`;
      return (await world.settleEvents()).at(-1)!;
    },

    /** The texts that a person has got. */
    async textsTo({ number }: Person): Promise<string[]> {
      const { items } = await rig.simulator.outbound({ to: number });
      return items.map(({ body }) => (body.text as { body: string }).body);
    },

    makeTurn(runId: string, turn: number, now = new Date()) {
      return rig.turn({ runId, turn, now: now.toISOString() });
    },

    /** Runs of a flow by its name, the oldest first; of one person or of everybody. */
    runsOf(flow: string, person?: Person): Promise<WorldRun[]> {
      return sql<WorldRun[]>`
        select r.id, r.status, r.ended_at, r.outcome, r.seq from flow_runs r
        join contacts c on c.id = r.contact_id join flows f on f.id = r.flow_id
        where f.name = ${flow} and (${person?.name ?? null}::text is null or c.name = ${person?.name ?? null})
        order by r.started_at, r.id`;
    },

    async eventsOf(runId: string): Promise<{ kind: string; detail: unknown }[]> {
      const rows = await sql<{ kind: string; detail: unknown }[]>`
        select kind, detail from private.run_events where run_id = ${runId} order by n`;
      return [...rows];
    },

    /** Publishes a flow, or a new version of the flow of that name. */
    async publish(
      name: string,
      nodes: Record<string, FlowNode>,
      edges: Parameters<typeof edgesFrom>[0],
      rules: Partial<FlowRules> = {},
    ): Promise<{ flowId: string }> {
      const doc: FlowDoc = {
        schemaVersion: 2,
        nodes,
        edges: edgesFrom(edges),
        variables: { a: { type: 'text' } },
        rules: { ...defaultRules, reentry: { kind: 'always' }, ...rules },
        notes: {},
      };
      return database.sql.begin(async (tx) => {
        await tx`select set_config('request.jwt.claims', ${JSON.stringify({ sub: demo.ownerId })}, true)`;
        const [known] = await tx<{ id: string; rev: number }[]>`
          update flows set draft = ${json(sql, doc)}, draft_rev = draft_rev + 1
          where org_id = ${demo.orgId} and name = ${name} returning id, draft_rev as rev`;
        const [flow] = known
          ? [known]
          : await tx<{ id: string; rev: number }[]>`
              insert into flows (org_id, name, draft, draft_hash) values (${demo.orgId}, ${name}, ${json(sql, doc)}, ${name})
              returning id, draft_rev as rev`;
        await tx`
          select private.publish_flow(${demo.orgId}, ${flow.id}, ${flow.rev}, null, ${json(sql, compileTriggers(doc))},
            ${json(sql, doc.rules)})`;
        return { flowId: flow.id };
      });
    },

    stop: () => rig.stop(),
  };
  return world;
}

/** A node of a test flow; where it stands on the canvas doesn't matter. */
export function node<Type extends NodeTypeId>(type: Type, data: NodeData<Type>): FlowNode {
  return sampleNode(type, 0, 0, data);
}

export const keyword = (text: string, change: Partial<NodeData<'keyword-trigger'>> = {}) =>
  node('keyword-trigger', { keywords: [{ match: 'exact', text }], ...change });

export const question = (text = 'What?') =>
  node('ask', {
    text,
    saveAs: 'a',
    validation: { kind: 'text' },
    tries: 3,
    retryText: 'Again?',
    timeoutMs: 86_400_000,
  });

/** For `publish`: whoever writes "ask me" is asked one question. */
export const oneQuestion = (): [Record<string, FlowNode>, Parameters<typeof edgesFrom>[0]] => [
  {
    start: keyword('ask me'),
    which: question(),
    end: node('exit', { outcome: 'completed', reason: 'Done' }),
  },
  [
    ['start', 'next', 'which'],
    ['which', 'valid', 'end'],
  ],
];
