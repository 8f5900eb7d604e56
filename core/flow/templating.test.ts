import { describe, expect, it } from 'vitest';
import { checkTemplate, renderText, templateReads, templateScope } from './templating.ts';
import { MAX_TEMPLATE_LENGTH } from './nodes/shared/limits.ts';
import { contact } from './testing.ts';

const scope = templateScope(contact, { day: 'Monday', count: 2, empty: null }, { text: 'hello' });
const render = (template: string) => {
  const result = renderText(template, scope);
  return 'text' in result ? result.text : result.problem.code;
};

describe('renderText', () => {
  it('reads contact, answers and trigger', () => {
    expect(render('{{ contact.name }}, {{contact.firstName}}, {{ contact.phone }}')).toBe(
      'Maya Lindholm, Maya, +4915112345678',
    );
    expect(render('{{ contact.attributes.city }} {{ contact.tags | join: "+" }}')).toBe('Berlin vip');
    expect(render('{{ answers.day }} {{ day }} {{ trigger.text }}')).toBe('Monday Monday hello');
  });

  it('renders what is missing as nothing, or as its default', () => {
    expect(render('[{{ nothing }}{{ answers.nothing.deeper }}{{ answers.empty }}]')).toBe('[]');
    expect(render("{{ contact.attributes.none | default: 'there' }}")).toBe('there');
  });

  it('knows if, elsif, else and unless', () => {
    expect(render('{% if count > 5 %}a{% elsif count == 2 %}b{% else %}c{% endif %}')).toBe('b');
    expect(render('{% unless answers.empty %}yes{% endunless %}')).toBe('yes');
  });

  it.each([
    'for x in (1..3)',
    'include "x"',
    'render "x"',
    'layout "x"',
    'assign x = 1',
    'capture x',
    'cycle 1',
    'raw',
  ])('refuses the tag: %s', (tag) => expect(render(`{% ${tag} %}`)).toBe('bad_template'));

  it.each([
    "{{ 'now' | sample }}",
    '{{ contact | json }}',
    '{{ day | find_exp: "a", "b" }}',
    '{{ day',
    '{% if %}',
  ])('reports %s', (template) => expect(render(template)).toBe('bad_template'));

  it('shows moments where the contact lives, days and local times as they are written', () => {
    expect(render("{{ '2026-11-24' | date: '%d %b %Y' }}")).toBe('24 Nov 2026');
    expect(render("{{ '2026-11-24T23:30:00Z' | date: '%Y-%m-%d %H:%M %z' }}")).toBe('2026-11-25 00:30 +0100');
    expect(render("{{ '2026-11-24 10:00' | date: '%H:%M' }}")).toBe('10:00');
    expect(render("{{ '2026-03-29 02:30' | date: '%H:%M' }}")).toBe('02:30');
    expect(render("{{ '2026-11-24T23:30:00Z' | date: '%H:%M', 'America/New_York' }}")).toBe('18:30');
    expect(render("{{ '2026-11-24T23:30:00Z' | date: '%H:%M', 'Atlantis/Capital' }}")).toBe('00:30');
    const inSydney = templateScope({ ...contact, timeZone: null }, {}, {}, 'Australia/Sydney');
    expect(renderText("{{ '2026-11-24T23:30:00Z' | date: '%d %H:%M' }}", inSydney)).toEqual({
      text: '25 10:30',
    });
  });

  it('formats by the signs of strftime', () => {
    const at = (format: string) => render(`{{ '2026-03-01T15:04:05.678Z' | date: '${format}' }}`);
    expect(at('%A %a %B %b %-d%q %e %j %y %C')).toBe('Sunday Sun March Mar 1st  1 060 26 20');
    expect(at('%I:%M %p %l %P %k %S %L')).toBe('04:04 PM  4 pm 16 05 678');
    expect(at('%F %T %R %D %u %w %s')).toBe('2026-03-01 16:04:05 16:04 03/01/26 7 0 1772377445');
    expect(at('%-m %_m %^a %:z %Z %% %Q %5Y %99d')).toBe(
      '3  3 SUN +01:00 Europe/Berlin % %Q 02026 00000000000000000001',
    );
    expect(render("{{ '2026-11-24' | date }} {{ '2026-11-24 09:30' | date }}")).toBe(
      '24 November 2026 24 November 2026 09:30',
    );
  });

  it('knows no clock, and leaves what is no date as it is', () => {
    expect(render("{{ 'now' | date: '%Y' }} {{ 'yesterday' | date: '%Y' }} {{ '12' | date: '%Y' }}")).toBe(
      'now yesterday 12',
    );
    expect(render("{{ '2026-02-30' | date: '%Y' }} {{ '2026-11-24T99:00' | date: '%Y' }}")).toBe(
      '2026-02-30 2026-11-24T99:00',
    );
    expect(render("[{{ nothing | date: '%Y' }}]{{ count | date: '%Y' }}")).toBe('[]2');
  });

  it('formats numbers and money the same way everywhere', () => {
    expect(render('{{ 1234567.891 | number }} {{ 1234.5 | number: 2 }} {{ "1234.5" | number: 0 }}')).toBe(
      '1,234,567.891 1,234.50 1,235',
    );
    expect(render('{{ 0.1 | plus: 0.2 | number }} {{ 1.005 | number: 2 }} {{ -0.001 | number: 2 }}')).toBe(
      '0.3 1.01 0.00',
    );
    expect(render('{{ 1234.5 | number: 2, "," }} {{ 1234.5 | money: "€", "," }}')).toBe(
      '1.234,50 1.234,50 €',
    );
    expect(render('{{ 1234.5 | money: "$" }} {{ -5 | money: "USD" }} {{ 5 | money }}')).toBe(
      '$1,234.50 -USD 5.00 5.00',
    );
    expect(
      render('{{ day | money: "€" }} {{ 1 | times: 1e300 | number }}[{{ nothing | number: 2 }}]'),
    ).not.toContain('NaN');
  });

  it('reads no inherited properties', () => {
    expect(
      render('[{{ contact.constructor }}{{ __proto__ }}{{ answers.toString }}{{ day.constructor.name }}]'),
    ).toBe('[]');
  });

  it('keeps to its limits', () => {
    expect(render(`{{ day }}${'x'.repeat(MAX_TEMPLATE_LENGTH)}`)).toBe('template_too_long');
    expect(render(`${'{% if day %}'.repeat(31)}x${'{% endif %}'.repeat(31)}`)).toBe('bad_template');
    expect(render(`${'{% if day %}'.repeat(30)}x${'{% endif %}'.repeat(30)}`)).toBe('x');
    expect(render(`${'{% if day %}x{% endif %}'.repeat(100)}`)).toHaveLength(100);
    expect(render(`{{ a${'[a'.repeat(31)}${']'.repeat(31)} }}`)).toBe('bad_template');
    expect(
      render(`{{ '2026-11-24' | date: '${'%B'.repeat(1_900)}' ${'| append: day '.repeat(5)}}}`),
    ).toHaveLength(1_900 * 8 + 30);
    expect(render('{{ (1..100000000) | join: "x" }}')).toBe('output_too_long');
    const eight = "| replace: 'x', 'xxxxxxxx' ";
    expect(render(`{{ 'x' ${eight.repeat(12)} }}`)).toBe('output_too_long');
    expect(render(`{{ 'x' ${eight.repeat(6)} }}`)).toBe('output_too_long');
    expect(render(`{{ 'x' ${eight.repeat(5)} }}`)).toHaveLength(8 ** 5);
  });

  it('makes every text storable', () => {
    expect(render('a\u0000b\ud800')).toBe('a\ufffdb\ufffd');
    expect(render("{{ 'a\u0000b\ud800' }}")).toBe('a\ufffdb\ufffd');
    expect(render("{{ '👍' | split: '' | first }}")).toBe('\ufffd');
  });

  it('knows the conversation, and nothing of it before there is one', () => {
    const conversation = {
      ...{ mode: 'bot' as const, windowExpiresAt: '2026-01-06T09:00:00.000Z' },
      ...{ number: '+1 555 010 0001', team: 'Sales', status: 'open' },
    };
    const text =
      '{{ conversation.number }}, {{ conversation.team }}, {{ conversation.status }}, {{ conversation.windowEndsAt | date: "%H:%M" }}';
    expect(renderText(text, templateScope(contact, {}, {}, 'Europe/Berlin', conversation))).toEqual({
      text: '+1 555 010 0001, Sales, open, 10:00',
    });
    expect(renderText('{{ conversation.team | default: "us" }}', templateScope(contact, {}, {}))).toEqual({
      text: 'us',
    });
  });

  it('is not confused by a variable called like a part of the scope', () => {
    const clash = templateScope(contact, { contact: 'x', trigger: 'y' }, { text: 'hello' });
    expect(renderText('{{ contact.firstName }} {{ trigger.text }}', clash)).toEqual({ text: 'Maya hello' });
  });
});

describe('templateReads', () => {
  it('finds every path, also in conditions and filters', () => {
    const paths = templateReads(
      "{% if answers.a == b %}{{ contact['name'] | default: trigger.text }}{% endif %}",
    );
    expect(paths.map((path) => path.join('.')).sort()).toEqual([
      'answers.a',
      'b',
      'contact.name',
      'trigger.text',
    ]);
    expect(templateReads('{{ broken')).toEqual([]);
  });
});

describe('checkTemplate', () => {
  it('says why a template is broken', () => {
    expect(checkTemplate('Hi {{ contact.name }}')).toBeNull();
    expect(checkTemplate('{{ contact.name | shout }}')).toMatchObject({
      code: 'bad_template',
      message: expect.stringContaining('shout') as string,
    });
  });
});
