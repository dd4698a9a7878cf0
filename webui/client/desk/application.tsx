import { MantineProvider } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { Notifications } from "@mantine/notifications";
import { useEffect } from "react";
import { useStore } from "zustand";
import { styleNonce } from "../shared/style_nonce.ts";
import { account, loadMe, type Me, signedOut } from "./account/account.ts";
import { elsewhereFor } from "./account/elsewhere.ts";
import { Opening } from "./account/opening.tsx";
import { SignIn } from "./account/sign_in.tsx";
import { Broken } from "./layout/broken.tsx";
import { Desk } from "./layout/desk.tsx";
import { LiveRegions } from "./layout/live_regions.tsx";
import { resetDesk } from "./state/desk_store.ts";
import { joinTabs } from "./state/lead_tab.ts";
import { closeDesk, openDesk } from "./state/live_desk.ts";
import { cssVariables, theme } from "./theme.ts";

/** The address says which page is shown, also after signing in and out without loading anew. */
function showAddress(path: string): void {
  if (window.location.pathname === path) return;
  window.history.replaceState(null, "", path + window.location.search);
}

function usePage(signedInAs: string | null | undefined): void {
  useEffect(() => {
    if (signedInAs === undefined) return;
    showAddress(signedInAs ? "/desk" : "/sign-in");
    if (!signedInAs) return;
    joinTabs();
    openDesk(signedOut);
    return () => {
      closeDesk();
      resetDesk();
    };
  }, [signedInAs]);
}

/** Leads those away who signed in for another page, or have no desk. */
function useElsewhere(me: Me | null | undefined): string | null {
  const elsewhere = me ? elsewhereFor(me, window.location.search) : null;
  useEffect(() => {
    if (elsewhere) window.location.replace(elsewhere);
  }, [elsewhere]);
  return elsewhere;
}

function Page() {
  const me = useStore(account, (state) => state.me);
  const elsewhere = useElsewhere(me);
  useEffect(() => void loadMe(), []);
  usePage(me === undefined || elsewhere ? undefined : (me?.id ?? null));
  if (me === undefined || elsewhere) return <Opening />;
  return me ? <Desk me={me} /> : <SignIn />;
}

/** Passing remarks: over the history where there is room, at the top of a narrow window. */
function Remarks() {
  const wide = useMediaQuery("(min-width: 720px)");
  return <Notifications position={wide ? "bottom-left" : "top-center"} limit={3} containerWidth={292} />;
}

export function Application() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <Broken>
        <Page />
      </Broken>
      <LiveRegions />
      <Remarks />
    </MantineProvider>
  );
}
