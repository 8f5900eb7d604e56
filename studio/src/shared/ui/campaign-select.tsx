import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { Check, ChevronsUpDown, Search } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { campaignNameQuery, campaignNamesQuery } from '../api/campaign-names.ts';
import { errorText } from '../api/errors.ts';
import { cn } from '../lib/cn.ts';
import { useDebounced } from '../lib/use-debounced.ts';
import { useWorkspace } from '../session/workspace.ts';
import { Spinner } from './spinner.tsx';

export interface CampaignSelectProps {
  /** What is chosen here, for screen readers. */
  label: string;
  /** Id of a campaign; empty: none. */
  value: string;
  onChange: (id: string) => void;
  /** Stands there while none is chosen. */
  placeholder?: string;
  /** Words of the choice that chooses none; left out: one has to be chosen. */
  none?: string;
  /** Those that are chosen elsewhere aren't offered. */
  without?: readonly string[];
  className?: string;
  isInvalid?: boolean;
}

/** One campaign, found by its name. An id that nobody knows any more stays readable. */
export function CampaignSelect(props: CampaignSelectProps) {
  const {
    label,
    value,
    onChange,
    placeholder = 'Choose a campaign',
    none,
    without,
    className,
    isInvalid,
  } = props;
  const { orgId } = useWorkspace();
  const [isOpen, setOpen] = useState(false);
  const named = useQuery({ ...campaignNameQuery(orgId, value), enabled: value !== '' });
  const shown = value === '' ? (none ?? placeholder) : (named.data ?? (named.isPending ? '…' : value));
  function choose(id: string) {
    onChange(id);
    setOpen(false);
  }
  return (
    <Popover.Root modal open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button
          type="button"
          aria-label={`${label}: ${shown}`}
          aria-haspopup="listbox"
          aria-invalid={isInvalid || undefined}
          title={shown}
          className={cn(
            'inline-flex h-9 w-full min-w-0 cursor-pointer items-center gap-2 rounded-lg border border-border-strong/70 bg-surface pr-2 pl-3 text-left text-sm transition-colors hover:border-border-strong aria-invalid:border-danger',
            value === '' && none === undefined && 'text-muted',
            className,
          )}
        >
          <span className="min-w-0 flex-1 truncate">{shown}</span>
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-muted" />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-[60] w-72 max-w-[calc(100vw-16px)] overflow-hidden rounded-lg border border-border bg-surface shadow-pop"
        >
          <Choices value={value} none={none} without={without} onChoose={choose} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface ChoicesProps extends Pick<CampaignSelectProps, 'value' | 'none' | 'without'> {
  onChoose: (id: string) => void;
}

function Choices({ value, none, without = [], onChoose }: ChoicesProps) {
  const { orgId } = useWorkspace();
  const [search, setSearch] = useState('');
  const words = useDebounced(search, 250).trim();
  const found = useQuery(campaignNamesQuery(orgId, words));
  const offered = found.data?.filter(({ id }) => id === value || !without.includes(id)) ?? [];
  return (
    <Command label="Campaigns" loop shouldFilter={false}>
      <div className="flex items-center gap-2 border-b border-border px-3">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <Command.Input
          autoFocus
          value={search}
          onValueChange={setSearch}
          placeholder="Search campaigns"
          className="h-10 w-full bg-transparent text-sm outline-none placeholder:text-muted"
        />
        {found.isFetching && <Spinner className="text-muted" />}
      </div>
      <Command.List className="scroll-thin max-h-64 overflow-y-auto p-1">
        {none !== undefined && words === '' && (
          <Choice id="" name={none} isChosen={value === ''} onChoose={onChoose} />
        )}
        {offered.map(({ id, name }) => (
          <Choice key={id} id={id} name={name} isChosen={id === value} onChoose={onChoose} />
        ))}
        {found.isError && <p className="px-2 py-3 text-sm text-danger">{errorText(found.error)}</p>}
        {found.data && offered.length === 0 && (
          <p className="px-2 py-3 text-sm text-muted">
            {words === '' ? 'There is no campaign yet.' : 'No campaign is called that.'}
          </p>
        )}
      </Command.List>
    </Command>
  );
}

interface ChoiceProps {
  id: string;
  name: string;
  isChosen: boolean;
  onChoose: (id: string) => void;
}

function Choice({ id, name, isChosen, onChoose }: ChoiceProps) {
  return (
    <Command.Item
      // Two campaigns may have one name; cmdk tells them apart by this.
      value={id || 'none'}
      onSelect={() => onChoose(id)}
      className="flex cursor-pointer items-center gap-2 rounded-md px-2 py-1.5 text-sm data-[selected=true]:bg-surface-2"
    >
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {isChosen && <Check aria-label="chosen" className="size-4 text-primary" />}
    </Command.Item>
  );
}
