import { useEffect, useRef } from 'react';
import type { ConsumerHitView } from '../../electron/contract/view-schemas.ts';
import { pieces } from './highlight.ts';
import type { Search } from './sell-form.ts';

/** As few hits as this have room for whole names and addresses. */
const roomyHits = 4;

interface HitListProps {
  readonly search: Search;
  readonly label: string;
  readonly onChoose: (index: number) => void;
}

/** Who it may be: the hits of a search, the selected one in sight. */
export function HitList({ search, label, onChoose }: HitListProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.children[search.selected]?.scrollIntoView({ block: 'nearest' });
  }, [search.selected]);
  return (
    <ul
      className={search.hits.length <= roomyHits ? 'hits roomy' : 'hits'}
      id="hits"
      role="listbox"
      aria-label={label}
      ref={list}
    >
      {search.hits.map((hit, index) => (
        <Hit
          key={`${hit.consumer.consumer}-${hit.consumer.meter}`}
          hit={hit}
          index={index}
          selected={index === search.selected}
          onChoose={() => onChoose(index)}
        />
      ))}
    </ul>
  );
}

interface HitProps {
  readonly hit: ConsumerHitView;
  readonly index: number;
  readonly selected: boolean;
  readonly onChoose: () => void;
}

function Hit({ hit, index, selected, onChoose }: HitProps) {
  const { consumer, matches } = hit;
  const byMobile = matches.some((match) => match.field === 'mobile');
  const marked = (text: string, field: (typeof matches)[number]['field']) =>
    pieces(text, matches, field).map((piece, at) =>
      // Pieces of one text never move among themselves, so their place is their key.
      piece.hit ? <mark key={at}>{piece.text}</mark> : <span key={at}>{piece.text}</span>,
    );
  return (
    <li
      id={`hit-${index}`}
      role="option"
      aria-selected={selected}
      className={selected ? 'hit selected' : 'hit'}
      data-testid="hit"
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      <span className="name one-line">{marked(consumer.name, 'name')}</span>
      <span className="number">{marked(consumer.consumer, 'consumer')}</span>
      {consumer.relation === null ? null : (
        <span className="relation one-line">{marked(consumer.relation, 'relation')}</span>
      )}
      <span className="address one-line">{marked(consumer.address, 'address')}</span>
      <span className="number">
        {byMobile && consumer.mobile !== null
          ? marked(consumer.mobile, 'mobile')
          : marked(consumer.meter, 'meter')}
      </span>
    </li>
  );
}
