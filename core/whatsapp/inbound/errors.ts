/** Meta's error elements, in every shape they had: `details` inside `error_data`, beside it, or as plain text. */
import { asArray, asNumber, asObject, asText } from './json.ts';
import type { Json, JsonObject } from './sanitise.ts';
import type { MetaError } from './types.ts';

/** The usable elements of an `errors` list; null and other garbage in it is skipped. */
export function readErrors(value: Json | undefined): MetaError[] {
  return asArray(value).flatMap((element) => {
    const error = asObject(element);
    return error === null ? [] : readError(error);
  });
}

export function readError(error: JsonObject): MetaError {
  return {
    code: asNumber(error.code),
    title: asText(error.title) ?? asText(error.message),
    details: asText(asObject(error.error_data)?.details) ?? asText(error.error_data) ?? asText(error.details),
    href: asText(error.href),
  };
}
