/** What holds for every document, whatever happens, wherever people live and whenever it is. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, compileFlow, deadlineOf, MAX_VISITS } from './engine.ts';
import { quietHoursEnd } from './nodes/shared/quiet-hours.ts';
import { parseFlow } from './parse.ts';
import { damagedNode, docOf, goodNode, playsOf } from './random.ts';
import { playOf, sendsUnasked, settle } from './random-play.ts';
import { describeWait } from './summary.ts';
import { MAX_INTERRUPTIONS, rulesOf } from './takeover.ts';
import { facts } from './testing.ts';
import { validateFlow } from './validate.ts';

const SEED = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
const RUNS = { seed: SEED, numRuns: Number(process.env['FC_RUNS'] ?? 400) };
const FEWER_RUNS = { ...RUNS, numRuns: RUNS.numRuns / 2 };
// Written into the names, so that a failure in CI can be repeated with FC_SEED.
const seeded = (name: string) => `${name} (seed ${SEED})`;

const anyNode = fc.oneof(goodNode, damagedNode);

describe('the engine on random documents and events', () => {
  it(seeded('never throws, never runs away, and says where it is'), () => {
    fc.assert(
      fc.property(playsOf(anyNode, 60), (plays) => {
        const { flow, played } = playOf(plays);
        for (const { result } of played) {
          const { state, commands, trace } = result;
          expect(state.visits).toBeLessThanOrEqual(MAX_VISITS);
          expect(commands.filter((command) => command.kind === 'send').length).toBeLessThanOrEqual(1);
          // Each rule about errors begins the count of steps without a wait anew, ten times at most.
          expect(trace.length).toBeLessThanOrEqual(rulesOf(flow).length === 0 ? 52 : MAX_VISITS + 2);
          expect(state.interrupted.length).toBeLessThanOrEqual(MAX_INTERRUPTIONS);
          expect(state.wait === null || state.ended === null).toBe(true);
          // A run that waits for its turn hasn't begun.
          expect(state.nodeId === null).toBe(state.wait === null || state.wait.kind === 'turn');
          expect(describeWait(flow, state)).not.toBe('');
        }
      }),
      RUNS,
    );
  });

  it(seeded('gives the same answer to the same input, from all of it that went through JSON'), () => {
    fc.assert(
      fc.property(playsOf(anyNode, 30), (plays) => {
        const stored = { ...plays, doc: throughJson(plays.doc) };
        const flow = compileFlow(throughJson(stored.doc));
        for (const { before, event, facts: known, now, result } of playOf(stored).played) {
          const again = advance(
            flow,
            ...([throughJson(before), throughJson(event), throughJson(known)] as const),
            new Date(now),
          );
          expect(throughJson(again)).toEqual(throughJson(result));
        }
      }),
      FEWER_RUNS,
    );
  });

  it(seeded('numbers sends 1, 2, 3... without a gap'), () => {
    fc.assert(
      fc.property(playsOf(goodNode, 60), (plays) => {
        const ordinals = playOf(plays)
          .played.flatMap(({ result }) => result.commands)
          .flatMap((command) => (command.kind === 'send' ? [command.ordinal] : []));
        expect(ordinals).toEqual(ordinals.map((_, index) => index + 1));
      }),
      FEWER_RUNS,
    );
  });
});

describe('the rules of a flow, at any time in any zone', () => {
  it(seeded('send nothing unasked in quiet hours, nor more than the cap allows'), () => {
    fc.assert(
      fc.property(playsOf(goodNode, 60), (plays) => {
        const { quietHours, frequencyCap } = plays.doc.rules;
        const zone = plays.world.timeZone ?? plays.world.organization?.timeZone ?? 'UTC';
        const sentAt: number[] = [];
        for (const one of playOf(plays).played) {
          if (!sendsUnasked(one)) continue;
          const { now } = one;
          if (quietHours !== null) expect(quietHoursEnd(now, quietHours, zone)).toBeNull();
          sentAt.push(now.getTime());
          if (frequencyCap === null) continue;
          const inPeriod = sentAt.filter((at) => at > now.getTime() - frequencyCap.periodMs);
          expect(inPeriod.length).toBeLessThanOrEqual(frequencyCap.max);
        }
      }),
      RUNS,
    );
  });

  it(seeded('let a message that is held back wait for a time to come'), () => {
    fc.assert(
      fc.property(playsOf(goodNode, 60), (plays) => {
        for (const { before, now, result } of playOf(plays).played) {
          const { wait } = result.state;
          if (wait === before.wait || wait?.kind !== 'delay' || wait.hold === undefined) continue;
          expect(Date.parse(wait.until)).toBeGreaterThan(now.getTime());
        }
      }),
      FEWER_RUNS,
    );
  });

  it(seeded('end the run at its time-out, wherever it waits for something'), () => {
    fc.assert(
      fc.property(playsOf(goodNode, 60), (plays) => {
        const { timeoutMs } = plays.doc.rules;
        const { flow, played } = playOf(plays);
        for (const { before, event, now, result } of played) {
          const { startedAt, wait } = before;
          if (timeoutMs === null || startedAt === null || wait === null) continue;
          if (wait.kind === 'decision') continue;
          const endMs = Date.parse(startedAt) + timeoutMs;
          expect(Date.parse(deadlineOf(flow, before)!)).toBeLessThanOrEqual(endMs);
          if (event.kind !== 'deadline' || now.getTime() < endMs) continue;
          expect(result.state.ended).toEqual({ outcome: 'exited', reason: 'flow_timeout' });
        }
      }),
      FEWER_RUNS,
    );
  });

  it(seeded('end the run by every event that is named for it, but not by one that it waits for'), () => {
    fc.assert(
      fc.property(playsOf(goodNode, 60), (plays) => {
        const { exitOn } = plays.doc.rules;
        const exits = [
          ...(exitOn.reply ? ['replied'] : []),
          ...exitOn.tags.map((tag) => `tag_added:${tag}`),
          ...exitOn.events.map((name) => `api_event:${name}`),
          ...exitOn.goals.map((name) => `goal:${name}`),
        ];
        for (const { before, event, result } of playOf(plays).played) {
          if (event.kind !== 'happened' || before.wait === null) continue;
          const { key } = event.event;
          if (before.wait.kind === 'event' && before.wait.listens.includes(key)) continue;
          if (before.wait.kind === 'reply' && key === 'replied') expect(result.state).toBe(before);
          else expect(result.state.ended?.outcome === 'exited').toBe(exits.includes(key));
        }
      }),
      FEWER_RUNS,
    );
  });

  it(seeded('leave no deadline that is due again and again'), () => {
    fc.assert(
      fc.property(playsOf(goodNode, 20), (plays) => {
        const { flow, played } = playOf(plays);
        for (const one of played.slice(-1)) {
          const settled = settle(flow, one, 3 * MAX_VISITS);
          expect(settled.length).toBeLessThanOrEqual(3 * MAX_VISITS);
          for (const { before, event, result } of settled)
            if (event.kind === 'deadline') expect(result.state).not.toBe(before);
        }
      }),
      FEWER_RUNS,
    );
  });
});

describe('parser and validator on random documents', () => {
  it(seeded('never throw'), () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), docOf(anyNode)), (json) => {
        const parsed = parseFlow(json);
        if (!parsed.ok) expect(parsed.problems.length).toBeGreaterThan(0);
      }),
      RUNS,
    );
    fc.assert(
      fc.property(docOf(anyNode), (doc) => {
        for (const problem of validateFlow(doc, { templates: facts().templates }))
          expect(problem.message).not.toBe('');
      }),
      RUNS,
    );
  });

  it(seeded('agree with the engine: a flow without errors never loops without a wait'), () => {
    fc.assert(
      fc.property(playsOf(goodNode, 80), (plays) => {
        const problems = new Set(validateFlow(plays.doc).map(({ code }) => code));
        if (problems.has('cycle-without-wait') || problems.has('too-long-without-wait')) return;
        const reasons = playOf(plays).played.map(({ result }) => result.state.ended?.reason);
        expect(reasons).not.toContain('loop_without_wait');
      }),
      FEWER_RUNS,
    );
  });
});

function throughJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
