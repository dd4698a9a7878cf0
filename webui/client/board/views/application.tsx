import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import type { Address } from "../address.ts";
import { boardStore } from "../board_store.ts";
import { reloadSoon } from "../mending.ts";
import { BoardView } from "./board_view.tsx";
import { Opening } from "./opening.tsx";
import { Refusal } from "./refusal.tsx";

function BrokenWords() {
  const { t } = useTranslation();
  return (
    <main className="notice" role="alert">
      <p>{t("broken")}</p>
    </main>
  );
}

/** Nobody may be there to press a button: what cannot be drawn is loaded again. */
class Mending extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override componentDidCatch(): void {
    reloadSoon();
  }

  override render(): ReactNode {
    return this.state.broken ? <BrokenWords /> : this.props.children;
  }
}

function Page({ address }: { address: Address }) {
  const { board, refusal } = useStore(boardStore);
  if (refusal !== null) return <Refusal code={refusal} television={address.television} />;
  return board === null ? <Opening /> : <BoardView board={board} television={address.television} />;
}

export function Application({ address }: { address: Address }) {
  return (
    <Mending>
      <Page address={address} />
    </Mending>
  );
}
