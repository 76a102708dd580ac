import type { FaultKind } from './swarm.ts';
import type { HeadEndMood } from './network.ts';
import type { Office, Seat } from './office.ts';

/** What befalls the office while it works. Each runs until its day is over. */
export function beginTroubles(office: Office, day: number, isOver: () => boolean): void {
  void moods(office, day, isOver);
  void headEndStaff(office, isOver);
  for (const seat of office.seats) void seatTroubles(office, seat, isOver);
}

/** The head end comes and goes; in a long outage it is away all day. */
async function moods(
  { net, random, story, swarm, time }: Office,
  day: number,
  isOver: () => boolean,
): Promise<void> {
  const { rates, outage } = swarm;
  const isLong = day >= outage.from && day <= outage.to;
  const enter = (mood: HeadEndMood): void => {
    if (net.mood === mood) return;
    net.mood = mood;
    story.tell('head end', moodText(mood));
  };
  const oddMoods: readonly HeadEndMood[] = ['hangs', 'page', 'nonsense', 'busy'];
  enter(isLong ? 'away' : 'answers');
  while (!isOver()) {
    await time.sleep(random.whole(3_000, 40_000));
    if (isOver()) return;
    const calm = isLong ? 'away' : 'answers';
    if (random.chance(rates['head-end-odd'] * 0.4)) enter(random.pick(oddMoods));
    else if (random.chance(rates['head-end-down'] * 0.5)) enter('away');
    else if (random.chance(rates['wrong-server'] * 0.2)) enter('other-tenant');
    else enter(calm);
  }
}

function moodText(mood: HeadEndMood): string {
  switch (mood) {
    case 'answers':
      return 'answers';
    case 'away':
      return 'is away';
    case 'hangs':
      return 'takes requests and falls silent';
    case 'page':
      return 'hides behind the page of a proxy';
    case 'nonsense':
      return 'answers nonsense';
    case 'busy':
      return 'says that it is busy';
    case 'other-tenant':
      return 'is mistaken for that of another division';
  }
}

/** Backups, restores and decisions of the people at the head end. */
async function headEndStaff(
  { headEnd, random, story, swarm, time }: Office,
  isOver: () => boolean,
): Promise<void> {
  const { rates } = swarm;
  // A restored head end that keeps its epoch, which it must not, cannot know what it has lost.
  const decides = rates['restored-backup'] === 0 || rates['backup-keeps-epoch'] === 0;
  while (!isOver()) {
    await time.sleep(random.whole(5_000, 60_000));
    if (isOver()) return;
    if (random.chance(0.3)) {
      await headEnd.backUp();
      story.tell('head end', 'is backed up');
    }
    if (random.chance(rates['restored-backup'] * 0.25)) {
      const epoch = random.chance(rates['backup-keeps-epoch'] * 0.5) ? 'kept' : 'new';
      if (await headEnd.restore(epoch)) {
        story.tell(
          'head end',
          `is restored from its last backup, with ${epoch === 'new' ? 'a new' : 'its old'} epoch`,
        );
      }
    }
    if (decides && random.chance(0.05) && headEnd.liftBlock()) story.tell('head end', 'lifts a block');
    if (decides && random.chance(0.2)) {
      const settled = await headEnd.settleOne();
      if (settled !== null) story.tell('head end', `settles ${settled}`);
    }
  }
}

/** One trouble of a counter, as often as its kind is on in this world. */
async function seatTroubles(office: Office, seat: Seat, isOver: () => boolean): Promise<void> {
  const { random, swarm, time, story } = office;
  const { pc, storage } = seat;
  const struck = (kind: FaultKind, share: number): boolean => random.chance(swarm.rates[kind] * share);
  while (!isOver()) {
    await time.sleep(random.whole(4_000, 25_000));
    if (isOver()) break;
    if (storage.isCopied() && !seat.isClone && struck('dead-disk', 0.05)) {
      pc.crash('loses its disk');
      storage.die();
    }
    if (struck('crash', 0.15)) pc.crash('is hit by a power cut');
    if (struck('printer-crash', 0.1)) pc.crashPrinterProcess();
    if (struck('clock-jump', 0.1)) {
      const byMs = random.pick([-90_000, 90_000, -400_000, 400_000, -86_400_000, 3_600_000]);
      pc.clockOffMs += byMs;
      story.tell(pc.id, `has its clock jump by ${byMs / 1_000} s`);
    }
    if (storage.hasStick && struck('mirror-absent', 0.15)) {
      storage.pullStick();
      story.tell(pc.id, 'loses the stick of its second copy');
    } else if (!storage.hasStick && random.chance(0.4)) {
      storage.putStickBack();
      story.tell(pc.id, 'has its stick back');
    }
    if (!pc.printer.isWorking() && random.chance(0.6)) pc.printer.repair();
  }
}

/** Between two days: images are taken and put back, a bit turns over, and a dead disk is found in the morning. */
export function night(office: Office, seat: Seat): void {
  const { random, swarm, story } = office;
  const { pc, storage } = seat;
  const struck = (kind: FaultKind, share: number): boolean => random.chance(swarm.rates[kind] * share);
  const isCopied = storage.isCopied();
  if (struck('old-image', 0.3)) {
    const isLost = random.chance(0.3);
    if ((isCopied || isLost) && storage.putImageBack()) {
      story.tell(pc.id, `gets an old image of its disk put back${isLost ? ', and an empty stick' : ''}`);
      if (isLost) {
        storage.newStick();
        seat.isClone = true;
      }
      return;
    }
  }
  if (isCopied && !seat.isClone && struck('dead-disk', 0.3)) {
    storage.die();
    story.tell(pc.id, 'has a dead disk in the morning');
    return;
  }
  if (isCopied && !seat.isClone && struck('bit-flip', 0.5)) {
    story.tell(pc.id, `has a bit turned over in entry ${storage.flipBit(random)}`);
    return;
  }
  if (random.chance(0.6)) storage.takeImage();
}
