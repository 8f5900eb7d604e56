import { FLOW_TEST_LIMITS, type FlowTestResult } from '../../core/api/flow-tests.ts';
import type { ConversationResult } from '../../core/flow/run-scripts.ts';
import { parseScript, type Script } from '../../core/flow/scripts.ts';
import { playScript } from '../flow-tests/play-script.ts';
import { findFlowRow } from '../flows/load-flow.ts';
import { loadVersionDoc } from '../flows/load-version.ts';
import { readDraft } from '../flows/read-draft.ts';
import { loadSubflows } from '../flows/subflows.ts';
import { loadSurroundings } from '../flows/surroundings.ts';
import { operation } from '../operation.ts';
import { ApiError, invalidField } from '../problems.ts';

export const testFlow = operation('testFlow', {
  async handle({ tx, params: { org, flow }, body: { version = null, script: given } }) {
    const script = readScript(given);
    const { draft } = await findFlowRow(tx, org, flow);
    const doc =
      version === null ? (await readDraft(draft)).doc : await loadVersionDoc(tx, org, flow, version);
    const { templates } = await loadSurroundings(tx, org);
    const library = await loadSubflows(tx, org, [doc]);
    const conversations = (await playScript({ doc, script, options: { templates, library } })).map(shown);
    return { passed: conversations.every(({ passed }) => passed), conversations };
  },
});

/** @throws ApiError invalid_input with a sentence for each place that can't be read */
function readScript(given: unknown): Script {
  const parsed = parseScript(given);
  if (!parsed.ok) {
    const errors = parsed.problems.map((problem) => {
      const end = problem.indexOf(': ');
      const path = problem.slice(0, end);
      return { field: path === 'script' ? path : `script.${path}`, message: problem.slice(end + 2) };
    });
    throw new ApiError('invalid_input', { detail: `script: ${parsed.problems[0]}`, errors });
  }
  const { conversations } = parsed.script;
  const limits = FLOW_TEST_LIMITS;
  if (conversations.length > limits.conversations)
    throw invalidField('script.conversations', `At most ${limits.conversations} conversations at once.`);
  const long = conversations.findIndex(({ steps }) => steps.length > limits.steps);
  if (long >= 0)
    throw invalidField(`script.conversations.${long}.steps`, `At most ${limits.steps} steps a conversation.`);
  return parsed.script;
}

function shown({ name, failures, transcript }: ConversationResult): FlowTestResult['conversations'][number] {
  return {
    name,
    passed: failures.length === 0,
    failures: failures.slice(0, FLOW_TEST_LIMITS.failures),
    transcript: transcript.slice(0, FLOW_TEST_LIMITS.transcriptLines),
  };
}
