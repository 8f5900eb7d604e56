import { describe, expect, it } from 'vitest';
import type { Template } from '../../../../core/api/templates.ts';
import { templateProblems } from '../../../../core/messaging/template-definition.ts';
import { definitionOf, draftOf, emptyDraft, nameOf, type TemplateDraft } from './draft.ts';

const full: TemplateDraft = {
  ...emptyDraft,
  wabaId: 'w',
  name: 'visit_reminder',
  header: 'text',
  headerText: 'Visit {{1}}',
  body: 'Hi {{1}}, see you on {{2}}.',
  footer: 'Reply STOP to end',
  examples: { 'header:1': 'today', 'body:1': 'Maya', 'body:2': 'Tuesday' },
  buttons: [
    { key: '0', type: 'QUICK_REPLY', text: 'I come', value: '', example: '' },
    {
      key: '1',
      type: 'URL',
      text: 'Open',
      value: 'https://example.com/{{1}}',
      example: 'https://example.com/7',
    },
    { key: '2', type: 'PHONE_NUMBER', text: 'Call', value: '+1 (555) 010-0001', example: '' },
  ],
};

const asTemplate = (draft: TemplateDraft) =>
  ({ ...definitionOf(draft), wabaId: draft.wabaId }) as unknown as Template;

describe('the template of a form', () => {
  it('is one that Meta takes', () => {
    expect(templateProblems(definitionOf(full))).toEqual([]);
  });

  it('has named parameters as soon as one is a name', () => {
    const named = {
      ...full,
      header: 'none',
      body: 'Hi {{first_name}}, welcome.',
      examples: { 'body:first_name': 'Maya' },
    } as const;
    expect(definitionOf(named)).toMatchObject({
      parameterFormat: 'NAMED',
      components: [
        { example: { body_text_named_params: [{ param_name: 'first_name', example: 'Maya' }] } },
        { type: 'FOOTER' },
        { type: 'BUTTONS' },
      ],
    });
  });

  it('of a code has no words of its own', () => {
    expect(templateProblems(definitionOf({ ...full, category: 'AUTHENTICATION' }))).toEqual([]);
  });

  it('is the form again when it is opened', () => {
    const [, , call] = full.buttons;
    const buttons = [...full.buttons.slice(0, 2), { ...call!, value: '+15550100001' }];
    expect(draftOf(asTemplate(full))).toEqual({ ...full, buttons });
  });

  it('is none of the form’s when it has a picture', () => {
    const picture = { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['https://x'] } };
    expect(draftOf({ ...asTemplate(full), components: [picture] })).toBeNull();
  });

  it('is named as Meta names them while it is typed', () => {
    expect(nameOf('Visit reminder – May 2')).toBe('visit_reminder_may_2');
  });
});
