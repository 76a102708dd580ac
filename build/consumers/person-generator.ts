import {
  familyNames,
  institutions,
  type ListedName,
  menNames,
  menSecondNames,
  muslimMenNames,
  muslimWomenNames,
  shopNames,
  type WeightedName,
  womenNames,
  womenSecondNames,
} from './name-lists.ts';
import { type SeededRandom, weightedPick } from './seeded-random.ts';

export type Script = 'hindi' | 'latin';

/** Who a connection belongs to, as the register writes it. */
export interface Person {
  readonly kind: 'home' | 'trade' | 'institution';
  readonly script: Script;
  readonly name: string;
  readonly relation: string | null;
}

type Write = (name: ListedName) => string;

const pickFrom = (list: readonly WeightedName[]): ((random: SeededRandom) => ListedName) =>
  weightedPick(list);
const pickMan = pickFrom(menNames);
const pickWoman = pickFrom(womenNames);
const pickManSecond = pickFrom(menSecondNames);
const pickWomanSecond = pickFrom(womenSecondNames);
const pickFamily = pickFrom(familyNames);
const pickMuslimMan = pickFrom(muslimMenNames);
const pickMuslimWoman = pickFrom(muslimWomenNames);
const pickShop = pickFrom(shopNames);
const pickInstitution = pickFrom(institutions);

/** Most registers were typed in Hindi; older ones in Latin, some of them in capitals. */
export function personOf(random: SeededRandom): Person {
  const script: Script = random.chance(0.62) ? 'hindi' : 'latin';
  const capitals = script === 'latin' && random.chance(0.4);
  const write: Write = (name) => {
    const latin = script === 'latin' ? random.pick(name.latin) : name.hindi;
    return capitals ? latin.toUpperCase() : latin;
  };
  const drawn = random.fraction();
  if (drawn < 0.012) {
    return { kind: 'institution', script, name: write(pickInstitution(random)), relation: null };
  }
  if (drawn < 0.11) return shopOf(random, script, write);
  const words = drawn < 0.22 ? muslimHome(random, write, script) : hinduHome(random, write, script);
  return { kind: 'home', script, ...words };
}

function shopOf(random: SeededRandom, script: Script, write: Write): Person {
  const owner = random.chance(0.5)
    ? pickMan(random)
    : random.chance(0.5)
      ? pickWoman(random)
      : pickFamily(random);
  const name = `${write(owner)} ${write(pickShop(random))}`;
  return {
    kind: 'trade',
    script,
    name,
    relation: random.chance(0.3) ? relationOf(random, write, script, 'care') : null,
  };
}

interface HomeName {
  readonly name: string;
  readonly relation: string | null;
}

function hinduHome(random: SeededRandom, write: Write, script: Script): HomeName {
  const woman = random.chance(0.37);
  const relation = random.chance(0.85) ? relationOf(random, write, script, woman ? 'wife' : 'son') : null;
  if (woman) {
    const title = random.chance(0.12) ? (script === 'hindi' ? 'श्रीमती ' : 'Smt ') : '';
    const second = random.chance(0.85) ? write(pickWomanSecond(random)) : write(pickFamily(random));
    return { name: `${title}${write(pickWoman(random))} ${second}`, relation };
  }
  return { name: manName(random, write), relation };
}

function manName(random: SeededRandom, write: Write): string {
  const first = write(pickMan(random));
  const drawn = random.fraction();
  if (drawn < 0.34) return `${first} ${write(pickManSecond(random))}`;
  if (drawn < 0.82) return `${first} ${write(pickFamily(random))}`;
  return `${first} ${write(pickManSecond(random))} ${write(pickFamily(random))}`;
}

function muslimHome(random: SeededRandom, write: Write, script: Script): HomeName {
  const woman = random.chance(0.4);
  const name = write(woman ? pickMuslimWoman(random) : pickMuslimMan(random));
  if (!random.chance(0.8)) return { name, relation: null };
  const words = relationWords[script][woman ? 'wife' : 'son'];
  return { name, relation: words(write(pickMuslimMan(random))) };
}

type Relation = 'wife' | 'son' | 'care';

const relationWords: Readonly<Record<Script, Readonly<Record<Relation, (name: string) => string>>>> = {
  hindi: {
    wife: (name) => `पत्नी ${name}`,
    son: (name) => `पुत्र ${name}`,
    care: (name) => `द्वारा ${name}`,
  },
  latin: {
    wife: (name) => `W/o ${name}`,
    son: (name) => `S/o ${name}`,
    care: (name) => `C/o ${name}`,
  },
};

function relationOf(random: SeededRandom, write: Write, script: Script, relation: Relation): string {
  return relationWords[script][relation](manName(random, write));
}
