import type { SendProductsData } from '../../../../../../core/flow/nodes/send-products/manifest.ts';
import { WHATSAPP_LIMITS } from '../../../../../../core/flow/nodes/shared/limits.ts';
import type { NodeFormProps } from '../contract.ts';
import { Group } from '../shared/group.tsx';
import { ListEditor } from '../shared/list-editor.tsx';
import { Note } from '../shared/note.tsx';
import { TextField } from '../shared/text-field.tsx';
import { TitledInput } from '../shared/titled-input.tsx';
import { withText } from '../shared/without.ts';

type Section = SendProductsData['sections'][number];

const ID_HINT = 'Its content id in Meta’s Commerce Manager.';

/** Which catalogue and which of its products. */
export function ProductFields({ data, onChange, problemOf }: NodeFormProps<SendProductsData>) {
  if (data.show === 'catalog') {
    return (
      <>
        <Note>
          Shows the catalogue that is connected to your WhatsApp account, in Commerce Manager under WhatsApp.
        </Note>
        <TextField
          label="Product whose picture stands above"
          value={data.thumbnailId ?? ''}
          hasVariables
          maxLength={1000}
          placeholder="The first one"
          hint={ID_HINT}
          error={problemOf('thumbnailId')}
          onChange={(thumbnailId) => onChange(withText(data, 'thumbnailId', thumbnailId))}
        />
      </>
    );
  }
  return (
    <>
      <TextField
        label="Id of the catalogue"
        value={data.catalogId}
        hasVariables
        maxLength={1000}
        placeholder="1234567890123456"
        hint="In Meta’s Commerce Manager, under the catalogue’s name."
        error={problemOf('catalogId')}
        onChange={(catalogId) => onChange({ ...data, catalogId })}
      />
      {data.show === 'one' ? (
        <TextField
          label="Id of the product"
          value={data.productId}
          hasVariables
          maxLength={1000}
          placeholder="sku-1"
          hint={ID_HINT}
          error={problemOf('productId')}
          onChange={(productId) => onChange({ ...data, productId })}
        />
      ) : (
        <Sections
          sections={data.sections}
          problemOf={problemOf}
          onChange={(sections) => onChange({ ...data, sections })}
        />
      )}
    </>
  );
}

interface SectionsProps {
  sections: readonly Section[];
  onChange: (sections: Section[]) => void;
  problemOf: (field: string) => string | null;
}

function Sections({ sections, onChange, problemOf }: SectionsProps) {
  const count = sections.reduce((sum, { products }) => sum + products.length, 0);
  // WhatsApp counts products over all sections together.
  const free = Math.max(0, WHATSAPP_LIMITS.products - count);
  return (
    <Group title="Sections and products" error={problemOf('sections')}>
      <p className="text-xs text-muted">
        Content ids of Commerce Manager. A placeholder may bring several, with commas between them.
      </p>
      <ListEditor<Section>
        noun="section"
        items={sections}
        max={WHATSAPP_LIMITS.productSections}
        min={1}
        create={() => ({ title: '', products: [''] })}
        onChange={onChange}
      >
        {(section, at, change) => (
          <div className="space-y-2 rounded-lg border border-border p-2.5">
            {(sections.length > 1 || section.title !== '') && (
              <TitledInput
                label={`Title of section ${at + 1}`}
                value={section.title}
                limit={WHATSAPP_LIMITS.sectionTitle}
                error={problemOf(`sections.${at}.title`)}
                placeholder="Section title"
                onChange={(title) => change({ ...section, title })}
              />
            )}
            <ListEditor<string>
              noun="product"
              items={section.products}
              max={section.products.length + free}
              min={1}
              create={() => ''}
              onChange={(products) => change({ ...section, products })}
            >
              {(id, index, changeId) => (
                <TitledInput
                  label={`Id of product ${index + 1}`}
                  value={id}
                  error={problemOf(`sections.${at}.products.${index}`)}
                  placeholder="sku-1"
                  onChange={changeId}
                />
              )}
            </ListEditor>
          </div>
        )}
      </ListEditor>
    </Group>
  );
}
