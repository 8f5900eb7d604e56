/** What a turn costs: history events, CPU time of each process, and the memory of each process after all that. */
import { Client, Connection } from '@temporalio/client';
import { workflowIds } from '../workflows/contract.ts';
import { demo } from '../platform/seed/demo.ts';
import { withPeople } from './harness/conversation.ts';
import { untilIdle } from './harness/drain.ts';
import type { Group, GroupContext } from './harness/group.ts';
import type { People } from './harness/people.ts';
import { cpuMs, memoryMb, rssMb } from './harness/processes.ts';
import { median } from './harness/statistics.ts';
import { OURS, type BenchStack, type ProcessName } from './harness/stack.ts';
import { infoRow, limitRow, type Row } from './harness/table.ts';
import { describe, FLAT_OUT_PEOPLE, STEADY_PEOPLE, TURNS_PER_SECOND } from './turns.ts';

const PROCESSES: readonly ProcessName[] = [...OURS, 'postgres', 'temporal'];
/** Enough workflows to see that all cost the same. */
const HISTORIES = 20;

export const cost: Group = async (context) => {
  const { stack, isFull } = context;
  const rows = await withPeople(stack, async (people) => {
    const steadyMs = isFull ? 60_000 : 15_000;
    const flatOutMs = isFull ? 60_000 : 10_000;
    const steady = await historiesAndCpu(context, people, steadyMs);
    const numbers = people.newcomers(FLAT_OUT_PEOPLE);
    await people.greet(numbers);
    const flatOut = await cpuPerTurn(stack, async () => {
      const run = await people.writeFlatOut(numbers, flatOutMs);
      context.log(`turns flat out: ${describe(run)}`);
      return (run.perSecond * flatOutMs) / 1000;
    });
    return [
      limitRow('history events per turn', steady.eventsPerTurn, '', 8),
      infoRow(`CPU ms per turn at ${TURNS_PER_SECOND}/s`, inWords(steady.cpu)),
      infoRow('CPU ms per turn flat out', inWords(flatOut)),
    ];
  });
  return [...rows, ...memoryRows(stack)];
};

async function historiesAndCpu({ stack, log }: GroupContext, people: People, durationMs: number) {
  const numbers = people.newcomers(STEADY_PEOPLE);
  await people.greet(numbers);
  await untilIdle(stack);
  const workflows = await runsOf(stack, numbers.slice(0, HISTORIES));
  const connection = await Connection.connect({ address: stack.settings.temporal.address });
  try {
    const client = new Client({ connection, namespace: stack.settings.temporal.namespace });
    const countEvents = async () => {
      const histories = await Promise.all(
        workflows.map((id) => client.workflow.getHandle(id).fetchHistory()),
      );
      return histories.map(({ events }) => events?.length ?? 0);
    };
    const before = await countEvents();
    const cpu = await cpuPerTurn(stack, async () => {
      const run = await people.writeAtRate(numbers, TURNS_PER_SECOND, durationMs);
      log(`turns at ${TURNS_PER_SECOND}/s: ${describe(run)}`);
      return run.latencies.length;
    });
    const after = await countEvents();
    const turnsOfEach = (durationMs / 1000) * (TURNS_PER_SECOND / STEADY_PEOPLE);
    const eventsPerTurn = median(after.map((count, i) => (count - before[i]!) / turnsOfEach));
    log(`histories: ${before[0]} events before, ${after[0]} after ${turnsOfEach} turns`);
    return { cpu, eventsPerTurn };
  } finally {
    await connection.close();
  }
}

/** Ids of the workflows that these people talk to. */
async function runsOf({ sql }: BenchStack, numbers: readonly string[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select r.id from public.flow_runs r join public.contact_identities i on i.contact_id = r.contact_id and i.org_id = r.org_id
    where i.kind = 'wa_id' and i.value = any(${numbers as string[]}) and r.ended_at is null`;
  return rows.map(({ id }) => workflowIds.flowRun(demo.orgId, id));
}

/** CPU ms that each process spent for one turn of the run. @param run answers how many turns it made */
async function cpuPerTurn(stack: BenchStack, run: () => Promise<number>): Promise<Map<ProcessName, number>> {
  await untilIdle(stack);
  const before = new Map(PROCESSES.map((name) => [name, cpuMs(stack.pidOf(name))]));
  const turns = await run();
  await untilIdle(stack);
  return new Map(PROCESSES.map((name) => [name, (cpuMs(stack.pidOf(name)) - before.get(name)!) / turns]));
}

function memoryRows(stack: BenchStack): Row[] {
  const ours = OURS.map((name) => [name, rssMb(stack.pidOf(name))] as const);
  const total = ours.reduce((sum, [, mb]) => sum + mb, 0);
  const parts = ours.map(([name, mb]) => `${name} ${mb.toFixed(0)}`).join(', ');
  const others = (['postgres', 'temporal'] as const).map(
    (name) => `${name} ${memoryMb(stack.pidOf(name)).toFixed(0)}`,
  );
  return [
    limitRow('memory of our Node processes after the run', total, 'MB', 700),
    infoRow('  each', `${parts} MB`),
    infoRow('memory of the others', `${others.join(', ')} MB`),
  ];
}

function inWords(cpu: Map<ProcessName, number>): string {
  const total = [...cpu.values()].reduce((sum, ms) => sum + ms, 0);
  return `${[...cpu].map(([name, ms]) => `${name} ${ms.toFixed(1)}`).join(', ')}; all ${total.toFixed(1)}`;
}
