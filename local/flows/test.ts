import { access } from 'node:fs/promises';
import { describeResults, runScript } from '../../core/flow/run-scripts.ts';
import { parseScript } from '../../core/flow/scripts.ts';
import type { Arguments } from './arguments.ts';
import { CliError, EXIT } from './errors.ts';
import type { ExitCode } from './errors.ts';
import { FLOW_SUFFIX, flowFiles, readFlow, readJson, TEST_SUFFIX } from './files.ts';

/** Runs the conversations beside each flow. A flow without any is named, so that nobody takes it for tested. */
export async function test(
  { dir, names, verbose }: Arguments,
  print: (line: string) => void,
): Promise<ExitCode> {
  let [passed, failed] = [0, 0];
  for (const path of await flowFiles(dir, names)) {
    const scriptPath = `${path.slice(0, -FLOW_SUFFIX.length)}${TEST_SUFFIX}`;
    if (!(await exists(scriptPath))) {
      print(`${path}: no ${TEST_SUFFIX} beside it`);
      continue;
    }
    const { flow } = await readFlow(path);
    const script = parseScript(await readJson(scriptPath));
    if (!script.ok) {
      const reasons = script.problems.map((problem) => `  ${problem}`);
      throw new CliError(
        'unreadable_file',
        EXIT.usage,
        [`${scriptPath} can't be read:`, ...reasons].join('\n'),
      );
    }
    const results = runScript(flow.doc, script.script);
    failed += results.filter(({ failures }) => failures.length > 0).length;
    passed += results.filter(({ failures }) => failures.length === 0).length;
    print(scriptPath);
    print(describeResults(results));
    if (verbose) for (const { name, transcript } of results) print([name, ...transcript].join('\n  | '));
  }
  print(`${passed} passed, ${failed} failed`);
  return failed > 0 ? EXIT.failed : EXIT.ok;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
