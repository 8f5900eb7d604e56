import { describe, expect, it } from 'vitest';
import { templateProblems, type TemplateComponent, type TemplateDefinition } from './template-definition.ts';

const body = (text: string, ...values: string[]): TemplateComponent => ({
  type: 'BODY',
  text,
  ...(values.length > 0 ? { example: { body_text: [values] } } : {}),
});
const buttons = (...all: Extract<TemplateComponent, { type: 'BUTTONS' }>['buttons']): TemplateComponent => ({
  type: 'BUTTONS',
  buttons: all,
});
const quick = (text: string) => ({ type: 'QUICK_REPLY', text }) as const;
const link = (url: string, example?: string[]) =>
  ({ type: 'URL', text: 'Open', url, ...(example ? { example } : {}) }) as const;

const good: TemplateDefinition = {
  name: 'visit_reminder',
  language: 'en_US',
  category: 'UTILITY',
  parameterFormat: 'POSITIONAL',
  components: [
    { type: 'HEADER', format: 'TEXT', text: 'Visit {{1}}', example: { header_text: ['today'] } },
    body('Hi {{1}}, see you on {{2}}.', 'Maya', 'Tuesday'),
    { type: 'FOOTER', text: 'Reply STOP to end' },
    buttons(quick('I come'), quick('I can’t'), link('https://example.com/{{1}}', ['https://example.com/7'])),
  ],
};

const parts = (change: Partial<TemplateDefinition>) =>
  templateProblems({ ...good, ...change }).map(({ part }) => part);
const partsOf = (...components: TemplateComponent[]) => parts({ components });

describe('what a template has to be like', () => {
  it('is fine with a header, variables that have examples, a footer and buttons', () => {
    expect(templateProblems(good)).toEqual([]);
  });

  it('is fine with named variables', () => {
    const named: TemplateComponent = {
      type: 'BODY',
      text: 'Hi {{first_name}}, welcome.',
      example: { body_text_named_params: [{ param_name: 'first_name', example: 'Maya' }] },
    };
    expect(parts({ parameterFormat: 'NAMED', components: [named] })).toEqual([]);
    expect(parts({ parameterFormat: 'NAMED', components: [body('Hi {{Name}}, hello.')] })).toContain('body');
  });

  it.each([
    ['Visit', ['name']],
    ['visit-reminder', ['name']],
    ['', ['name']],
    ['v'.repeat(513), ['name']],
  ])('the name %#', (name, wrong) => {
    expect(parts({ name })).toEqual(wrong);
  });

  it('names a language by its code', () => {
    expect(parts({ language: 'English' })).toEqual(['language']);
    expect(parts({ language: 'pt_BR' })).toEqual([]);
  });

  it.each<[string, TemplateComponent]>([
    ['nothing', body('')],
    ['too much', body('x'.repeat(1_025))],
    ['a variable at its start', body('{{1}} hello', 'Maya')],
    ['a variable at its end', body('Hello {{1}}', 'Maya')],
    ['two variables side by side', body('Hi {{1}} {{2}} there', 'Maya', 'Lind')],
    ['a gap in the numbers', body('Hi {{1}}, see {{3}} there', 'a', 'b', 'c')],
    ['a variable without an example', body('Hi {{1}}, hello there')],
    ['an empty example', body('Hi {{1}}, hello there', ' ')],
    ['a name where numbers are', body('Hi {{first_name}}, hello there')],
  ])('refuses a body with %s', (_, component) => {
    expect(new Set(partsOf(component))).toEqual(new Set(['body']));
  });

  it('refuses what doesn’t fit into header and footer', () => {
    const header = (text: string): TemplateComponent => ({ type: 'HEADER', format: 'TEXT', text });
    expect(partsOf(header('x'.repeat(61)), body('Hello'))).toEqual(['header']);
    expect(partsOf(header('{{1}} and {{2}}'), body('Hello'))).toContain('header');
    expect(partsOf({ type: 'FOOTER', text: 'Hi {{1}}' }, body('Hello'))).toEqual(['footer']);
    expect(partsOf(body('Hello'), body('Hello again'))).toContain('body');
  });

  it('counts buttons and looks at each', () => {
    const with_ = (...all: Parameters<typeof buttons>) => partsOf(body('Hello'), buttons(...all));
    expect(with_(...Array.from({ length: 11 }, (_, n) => quick(`Answer ${n}`)))).toEqual(['buttons']);
    expect(with_(quick('a'), link('https://example.com'), quick('b'))).toEqual(['buttons']);
    expect(with_(quick('Yes'), quick('yes'))).toEqual(['buttons.1']);
    expect(with_(quick('x'.repeat(26)))).toEqual(['buttons.0']);
    expect(with_(link('example.com'))).toEqual(['buttons.0']);
    expect(with_(link('https://example.com/{{1}}'))).toEqual(['buttons.0']);
    expect(with_(link('https://example.com/{{1}}/x', ['https://example.com/1/x']))).toEqual(['buttons.0']);
    expect(with_({ type: 'PHONE_NUMBER', text: 'Call', phone_number: 'us' })).toEqual(['buttons.0']);
    expect(with_({ type: 'COPY_CODE', example: 'x'.repeat(16) })).toEqual(['buttons.0']);
    expect(with_({ type: 'OTP', otp_type: 'COPY_CODE' })).toEqual(['buttons.0']);
  });

  it('leaves the words of a code to Meta', () => {
    const code: TemplateDefinition = {
      ...good,
      category: 'AUTHENTICATION',
      components: [
        { type: 'BODY', add_security_recommendation: true },
        { type: 'FOOTER', code_expiration_minutes: 10 },
        buttons({ type: 'OTP', otp_type: 'COPY_CODE', text: 'Copy code' }),
      ],
    };
    expect(templateProblems(code)).toEqual([]);
    expect(parts({ category: 'AUTHENTICATION', components: [body('Your code is ready')] })).toEqual([
      'body',
      'buttons',
    ]);
  });
});
