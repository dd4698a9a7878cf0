import { MantineProvider } from "@mantine/core";
import { useEffect } from "react";
import { useStore } from "zustand";
import { account, loadMe } from "../desk/account/account.ts";
import { Opening } from "../desk/account/opening.tsx";
import { Broken } from "../desk/layout/broken.tsx";
import { LiveRegions } from "../desk/layout/live_regions.tsx";
import { cssVariables, theme } from "../desk/theme.ts";
import { styleNonce } from "../shared/style_nonce.ts";
import { Office } from "./navigation/office.tsx";

/** To the sign-in page, and back here afterwards. */
function LeadToSignIn() {
  useEffect(() => {
    const here = window.location.pathname + window.location.search;
    window.location.replace(`/sign-in?next=${encodeURIComponent(here)}`);
  }, []);
  return <Opening />;
}

function Page() {
  const me = useStore(account, (state) => state.me);
  useEffect(() => void loadMe(), []);
  if (me === undefined) return <Opening />;
  return me ? <Office me={me} /> : <LeadToSignIn />;
}

/** The pages of those who understand and set: reports, exports, mail, wallboards. */
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
    </MantineProvider>
  );
}
