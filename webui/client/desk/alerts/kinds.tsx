import type { Icon } from "@tabler/icons-react";
import IconBell from "@tabler/icons-react/dist/esm/icons/IconBell.mjs";
import IconStairsUp from "@tabler/icons-react/dist/esm/icons/IconStairsUp.mjs";
import IconUserCheck from "@tabler/icons-react/dist/esm/icons/IconUserCheck.mjs";
import IconUsersPlus from "@tabler/icons-react/dist/esm/icons/IconUsersPlus.mjs";
import type { AlertKind } from "../../generated/messages.ts";

/** Each kind of alert has an icon and a word (`desk:kind`) besides its colour. */
export const KIND_ICON: Record<AlertKind, Icon> = {
  new: IconBell,
  for_you: IconUserCheck,
  escalated: IconStairsUp,
  invitation: IconUsersPlus,
};
