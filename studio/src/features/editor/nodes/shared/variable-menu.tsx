import { Braces } from 'lucide-react';
import { Fragment, useMemo } from 'react';
import { Button } from '../../../../shared/ui/button.tsx';
import { Menu, MenuItem, MenuLabel } from '../../../../shared/ui/menu.tsx';
import { liquidChoices } from '../../document/variables.ts';
import { useEditor } from '../../store/editor-store.ts';

/** Placeholders that a text of this flow can hold. */
export function VariableMenu({ onPick }: { onPick: (text: string) => void }) {
  const doc = useEditor((state) => state.history.doc);
  const groups = useMemo(() => liquidChoices(doc), [doc]);
  return (
    <Menu
      className="w-60"
      trigger={
        <Button variant="ghost" size="iconXs" aria-label="Insert a placeholder" title="Insert a placeholder">
          <Braces aria-hidden />
        </Button>
      }
    >
      {groups.map(({ group, choices }) => (
        <Fragment key={group}>
          <MenuLabel>{group}</MenuLabel>
          {choices.map(({ label, insert }) => (
            <MenuItem key={insert} onSelect={() => onPick(insert)}>
              <span className="min-w-0 flex-1 truncate">{label}</span>
            </MenuItem>
          ))}
        </Fragment>
      ))}
    </Menu>
  );
}
