import { Braces } from 'lucide-react';
import { createContext, Fragment, useContext } from 'react';
import { Button } from './button.tsx';
import { Menu, MenuItem, MenuLabel } from './menu.tsx';

export interface PlaceholderChoice {
  label: string;
  /** What is put into the text. */
  insert: string;
}

export interface PlaceholderGroup {
  group: string;
  choices: readonly PlaceholderChoice[];
}

/** A hook that says what texts below can hold: what a flow knows, or a campaign. */
export const PlaceholderSource = createContext<() => readonly PlaceholderGroup[]>(() => []);

/** Placeholders that a text can hold here. */
export function VariableMenu({ onPick }: { onPick: (text: string) => void }) {
  const usePlaceholders = useContext(PlaceholderSource);
  const groups = usePlaceholders();
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
