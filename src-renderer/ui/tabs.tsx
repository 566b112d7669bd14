import { Tabs as BaseTabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import styles from './tabs.module.css';

export type TabsProps<V extends string> = {
  label: string;
  value: V;
  onValue: (value: V) => void;
  tabs: readonly { value: V; label: string; content: ReactNode }[];
};

export function Tabs<V extends string>({ label, value, onValue, tabs }: TabsProps<V>) {
  return (
    <BaseTabs.Root
      className={styles.root}
      value={value}
      onValueChange={(chosen: V) => onValue(chosen)}
    >
      <BaseTabs.List className={styles.list} aria-label={label}>
        {tabs.map((tab) => (
          <BaseTabs.Tab key={tab.value} value={tab.value} className={styles.tab}>
            {tab.label}
          </BaseTabs.Tab>
        ))}
      </BaseTabs.List>
      {tabs.map((tab) => (
        <BaseTabs.Panel key={tab.value} value={tab.value} className={styles.panel}>
          {tab.content}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  );
}
