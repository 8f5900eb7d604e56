import {
  rowsOf,
  type ListRow,
  type SendListData,
} from '../../../../../../core/flow/nodes/send-list/manifest.ts';
import { WHATSAPP_LIMITS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import { Input } from '../../../../shared/ui/input.tsx';
import { optionIdFor } from '../../document/ids.ts';
import type { NodeFormProps } from '../contract.ts';
import { TimeoutField } from '../shared/duration-field.tsx';
import { FrameFields } from '../shared/frame-fields.tsx';
import { Group } from '../shared/group.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { FallbackField } from '../shared/template-fields.tsx';
import { TextField } from '../shared/text-field.tsx';
import { TitledInput } from '../shared/titled-input.tsx';
import { withText } from '../shared/without.ts';

type Section = SendListData['sections'][number];

export function Form({ data, onChange, problemOf }: NodeFormProps<SendListData>) {
  const rowIds = rowsOf(data).map((row) => row.id);
  // WhatsApp counts rows over all sections together.
  const freeRows = WHATSAPP_LIMITS.listRows - rowIds.length;
  const changeSections = (sections: Section[]) => onChange({ ...data, sections });

  return (
    <>
      <FrameFields data={data} onChange={onChange} problemOf={problemOf} />
      <TextField
        label="Button that opens the list"
        value={data.button}
        limit={WHATSAPP_LIMITS.listButton}
        hasVariables
        maxLength={200}
        error={problemOf('button')}
        onChange={(button) => onChange({ ...data, button })}
      />
      <Group title="Sections and rows" error={problemOf('sections')}>
        <ListEditor<Section>
          noun="section"
          items={data.sections}
          max={WHATSAPP_LIMITS.listSections}
          min={1}
          create={() => ({ title: '', rows: [{ id: optionIdFor('', rowIds, 'row'), title: '' }] })}
          onChange={changeSections}
        >
          {(section, at, change) => (
            <div className="space-y-2 rounded-lg border border-border p-2.5">
              {(data.sections.length > 1 || section.title !== undefined) && (
                <TitledInput
                  label={`Title of section ${at + 1}`}
                  value={section.title ?? ''}
                  limit={WHATSAPP_LIMITS.sectionTitle}
                  error={problemOf(`sections.${at}.title`)}
                  placeholder="Section title"
                  onChange={(title) => change(withText(section, 'title', title))}
                />
              )}
              <ListEditor<ListRow>
                noun="row"
                items={section.rows}
                max={section.rows.length + Math.max(0, freeRows)}
                min={1}
                keyOf={(row) => row.id}
                create={() => ({ id: optionIdFor('', rowIds, 'row'), title: '' })}
                onChange={(rows) => change({ ...section, rows })}
              >
                {(row, index, changeRow) => (
                  <div className="space-y-1">
                    <TitledInput
                      label={`Title of row ${index + 1}`}
                      value={row.title}
                      limit={WHATSAPP_LIMITS.rowTitle}
                      error={problemOf(`sections.${at}.rows.${index}.title`)}
                      placeholder="Row"
                      onChange={(title) => changeRow({ ...row, title })}
                    />
                    <Input
                      aria-label={`Description of row ${index + 1}`}
                      aria-invalid={
                        (row.description?.length ?? 0) > WHATSAPP_LIMITS.rowDescription || undefined
                      }
                      title={problemOf(`sections.${at}.rows.${index}.description`) ?? undefined}
                      className="h-8 text-[13px]"
                      maxLength={500}
                      placeholder="Description (optional)"
                      value={row.description ?? ''}
                      onChange={(event) => changeRow(withText(row, 'description', event.target.value))}
                    />
                  </div>
                )}
              </ListEditor>
            </div>
          )}
        </ListEditor>
      </Group>
      <TimeoutField data={data} onChange={onChange} problemOf={problemOf} />
      <FallbackField data={data} onChange={onChange} problemOf={problemOf} />
    </>
  );
}
