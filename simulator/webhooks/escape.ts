const NEEDS_ESCAPE = /[\u0080-\uffff/]/;
const ESCAPED = /[\u0080-\uffff/]/g;

/**
 * JSON as Meta sends it: every code unit above 0x7F as lower-case \uXXXX (an emoji becomes two escapes) and every
 * slash as \/. Both can stand inside strings only, so the text can be escaped as a whole.
 * Source: reference section 3.2.
 */
export function toMetaJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!NEEDS_ESCAPE.test(json)) return json;
  return json.replace(ESCAPED, (unit) =>
    unit === '/' ? '\\/' : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
