import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Lock } from 'lucide-react';
import type { NearbyView } from '../../src-shared/bridge/nearby.ts';
import type { NearbyRoom } from '../../src-shared/host/nearby.ts';
import { keyWords } from '../../src-shared/invite/key-look.ts';
import { Avatar } from '../ui/avatar.tsx';
import { languageOf } from '../ui/refusal-text.ts';
import { useAppStores } from '../window/app-context.tsx';
import styles from './nearby-list.module.css';
import picks from './room-picks.module.css';

const lookEveryMs = 1000;

/** Rooms that say on the same network that they are there; a click joins, after the comparing as everywhere (W14). */
export function NearbyList({ onPick }: { onPick: (address: string) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const view = useNearby();
  if (!view || view.isOff) return null;
  const { rooms, hidden, problem } = view;
  return (
    <div className={picks.picks}>
      <h3 id={id} className={picks.label}>
        {t('nearby.title')}
      </h3>
      {rooms.length > 0 ? (
        <ul className={picks.list} aria-labelledby={id}>
          {rooms.map((room) => (
            <li key={`${room.room} ${room.pin}`}>
              <Pick room={room} onPick={onPick} />
            </li>
          ))}
        </ul>
      ) : null}
      {rooms.length === 0 ? (
        <p className={styles.note}>
          {problem ? t(`nearby.problem_${problem}`) : t('nearby.looking')}
        </p>
      ) : null}
      {hidden > 0 ? <p className={styles.note}>{t('nearby.hidden', { count: hidden })}</p> : null}
    </div>
  );
}

function Pick({ room, onPick }: { room: NearbyRoom; onPick: (address: string) => void }) {
  const { t } = useTranslation();
  const { name, address, people, state, isInvited, alike } = room;
  return (
    <button type="button" className={picks.pick} data-state={state} onClick={() => onPick(address)}>
      <Avatar id={room.room} name={name} shape="square" size={32} />
      <span className={picks.words}>
        <span className={picks.name}>{name}</span>
        <span className={picks.detail}>
          {state === 'gone' ? t('nearby.gone') : t('nearby.people', { count: people })}
          {` · ${address}`}
        </span>
        {alike ? (
          <span className={styles.alike}>
            {t('nearby.alike', { words: keyWords(alike, languageOf(t)) })}
          </span>
        ) : null}
      </span>
      {isInvited ? (
        <Lock className={styles.lock} role="img" aria-label={t('nearby.invited')} />
      ) : null}
    </button>
  );
}

/** Looks for as long as it is shown; undefined until the first answer. */
function useNearby(): NearbyView | undefined {
  const { bridge, clock } = useAppStores();
  const [view, setView] = useState<NearbyView>();
  useEffect(() => {
    let isShown = true;
    let cancel = (): void => undefined;
    const look = async () => {
      const answer = await bridge.request('nearby/look', {});
      if (!isShown) return;
      if (answer.ok) setView(answer.value);
      cancel = clock.after(lookEveryMs, () => void look());
    };
    void look();
    return () => {
      isShown = false;
      cancel();
    };
  }, [bridge, clock]);
  return view;
}
