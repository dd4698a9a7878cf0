import { describe, expect, it } from "vitest";
import { speak, t } from "./language.ts";
import { state } from "./testing/journeys.ts";
import { placeWords, stageWords, waitWords } from "./wording.ts";

function places(...numbers: number[]): string[] {
  return numbers.map((place) => placeWords(t, { place, expected_wait: null, agents_on_line: true }));
}

describe("place and wait in words", () => {
  it("counts as the English do @PORT-12", async () => {
    await speak("en");
    expect(places(1, 2, 3, 4, 11, 21, 22)).toEqual([
      "You are next",
      "You are 2nd",
      "You are 3rd",
      "You are 4th",
      "You are 11th",
      "You are 21st",
      "You are 22nd",
    ]);
  });

  it("counts as the French do @PORT-12", async () => {
    await speak("fr");
    expect(places(1, 2, 21)).toEqual(["C’est bientôt à vous", "Vous êtes 2ᵉ", "Vous êtes 21ᵉ"]);
    expect(waitWords(t, 61_000, true)).toBe("Environ 2 minutes");
  });

  it("says who left the line, and who was away for too long", async () => {
    const words = () => (["left", "unseen"] as const).map((stage) => stageWords(t, state({ stage })));
    await speak("fr");
    expect(words()).toEqual([
      "Vous avez quitté la file",
      "Votre page est restée trop longtemps hors ligne, votre demande a été fermée",
    ]);
    await speak("en");
    expect(words()[1]).toBe("Your page was away for too long, so your request was closed");
  });

  it("rounds a wait up to minutes, and says when nobody can say @ROUT-17", async () => {
    await speak("en");
    expect(waitWords(t, 59_000, true)).toBe("Less than a minute");
    expect(waitWords(t, 60_000, true)).toBe("About 1 minute");
    expect(waitWords(t, 121_000, true)).toBe("About 3 minutes");
    expect(waitWords(t, null, true)).toBe("As soon as somebody is free");
    expect(waitWords(t, null, false)).toBe("Nobody is on line right now; you keep your place");
  });
});
