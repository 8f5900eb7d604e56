import type { VariableValue } from '../../basics.ts';
import type { CallResult } from '../../calls.ts';
import { LIST_CUT } from '../../lists.ts';
import type { StepInput, StepOutcome } from '../contract.ts';
import { renderBody } from './body.ts';
import { renderHeaders } from './headers.ts';
import { ERROR_PORT, SUCCESS_PORT, TIMEOUT_PORT } from './manifest.ts';
import type { HttpRequestData } from './manifest.ts';
import { mapAnswer } from './mapping.ts';
import { hasFixedHost, renderUrl } from './url.ts';

export function advance(data: HttpRequestData, input: StepInput): StepOutcome {
  switch (input.event.kind) {
    case 'entered':
      return ask(data, input);
    case 'called':
      return judge(data, input, input.event.result);
    default:
      return { kind: 'keepWaiting' };
  }
}

function ask(data: HttpRequestData, input: StepInput): StepOutcome {
  const target = renderUrl(input, data.url, data.query);
  if ('problem' in target) return { kind: 'fault', fault: target.problem };
  // A GET has no body, whatever was written before the method was changed.
  const content = renderBody(input, data.method === 'GET' ? { kind: 'none' } : data.body);
  if ('problem' in content) return { kind: 'fault', fault: content.problem };
  const rendered = renderHeaders(input, data.headers, content.contentType);
  if ('problem' in rendered) return { kind: 'fault', fault: rendered.problem };
  const { headers } = rendered;
  if (headers.some(({ secret }) => secret !== null) && !hasFixedHost(data.url)) {
    return fault('secret_to_open_host', 'A secret goes only to a host that is written out in the address.');
  }
  const { method, timeoutMs, attempts } = data;
  return {
    kind: 'call',
    request: { kind: 'http', method, url: target.url, headers, body: content.body, timeoutMs, attempts },
  };
}

function judge(data: HttpRequestData, input: StepInput, result: CallResult): StepOutcome {
  switch (result.outcome) {
    case 'response': {
      const status: Record<string, VariableValue> = data.saveStatusAs
        ? { [data.saveStatusAs]: result.status }
        : {};
      if (result.status < 200 || result.status > 299) {
        return { kind: 'leave', port: ERROR_PORT, variables: status, problem: `http_${result.status}` };
      }
      const mapped = mapAnswer(result.body, data.response);
      if (mapped === null)
        return { kind: 'leave', port: ERROR_PORT, variables: status, problem: 'unusable_answer' };
      const variables = { ...mapped.variables, ...status };
      return { kind: 'leave', port: SUCCESS_PORT, variables, ...(mapped.isCut && { problem: LIST_CUT }) };
    }
    case 'failed': {
      const { code, title } = result.error;
      if (code === 'call_response_too_large') return { kind: 'leave', port: ERROR_PORT, problem: code };
      if (code !== 'call_timeout') return fault(code, title);
      // An author who draws one way for everything that went wrong means this, too.
      const port = input.hasEdge(TIMEOUT_PORT) ? TIMEOUT_PORT : ERROR_PORT;
      return { kind: 'leave', port, problem: code };
    }
    case 'answer':
      return fault('call_failed', 'The result is not one of an HTTP request.');
  }
}

function fault(code: string, message: string): StepOutcome {
  return { kind: 'fault', fault: { code, message } };
}
