// What a page gains with a script: copy a citation, and move T along the drawing. Without it every page is whole.
"use strict";

(() => {
    const DAG = 86_400_000;

    function kopieerknoppen(wortel) {
        for (const knop of wortel.querySelectorAll("[data-kopieer]")) {
            const veld = document.getElementById(knop.dataset.kopieer);
            knop.hidden = false;
            knop.addEventListener("click", async () => {
                veld.select();
                try {
                    await navigator.clipboard.writeText(veld.value);
                } catch {
                    document.execCommand("copy");
                }
                knop.textContent = "Gekopieerd";
            });
        }
    }

    // Where on the drawing an instant is, and back: the same sums as in tekening/schaal.py.
    class Schaal {
        constructor(svg) {
            this.begin = Number(svg.dataset.begin);
            this.eind = Number(svg.dataset.eind);
            this.rand = Number(svg.dataset.rand);
            this.breedte = svg.viewBox.baseVal.width - 2 * this.rand;
        }
        x(ms) {
            return this.rand + ((ms - this.begin) / (this.eind - this.begin)) * this.breedte;
        }
        ms(x) {
            const deel = Math.min(Math.max((x - this.rand) / this.breedte, 0), 1);
            return this.begin + deel * (this.eind - this.begin);
        }
    }

    const datum = new Intl.DateTimeFormat("nl-NL", { dateStyle: "long", timeStyle: "short", timeZone: "Europe/Amsterdam" });

    function beweegT(svg) {
        const schaal = new Schaal(svg);
        const lijn = svg.querySelector("#t-lijn");
        const pad = lijn.querySelector("path");
        const begin = pad.getBBox().x;
        let nu = schaal.ms(begin);

        const toon = (ms) => {
            nu = ms;
            lijn.setAttribute("transform", `translate(${schaal.x(ms) - begin} 0)`);
            lijn.querySelector("text").textContent = `T ${datum.format(ms)}`;
        };
        const ga = (ms) => {
            // to the minute: nobody can point at a second
            const op = new Date(Math.round(ms / 60_000) * 60_000).toISOString().replace(".000Z", "Z");
            const adres = svg.dataset.adres;
            location.assign(`${adres}${adres.includes("?") ? "&" : "?"}op=${op}`);
        };
        const plaats = (gebeurtenis) => {
            const punt = new DOMPoint(gebeurtenis.clientX, gebeurtenis.clientY).matrixTransform(svg.getScreenCTM().inverse());
            return schaal.ms(punt.x);
        };
        let sleept = false;
        lijn.addEventListener("pointerdown", (gebeurtenis) => {
            sleept = true;
            lijn.setPointerCapture(gebeurtenis.pointerId);
            gebeurtenis.preventDefault();
        });
        lijn.addEventListener("pointermove", (gebeurtenis) => sleept && toon(plaats(gebeurtenis)));
        lijn.addEventListener("pointerup", (gebeurtenis) => {
            if (sleept) ga(plaats(gebeurtenis));
            sleept = false;
        });
        svg.addEventListener("click", (gebeurtenis) => {
            if (gebeurtenis.target.closest(".punt, #t-lijn")) return;
            gebeurtenis.preventDefault();
            ga(plaats(gebeurtenis));
        });
        schuif(svg, lijn, { toon, ga, nu: () => nu, schaal });
    }

    // The same by keyboard: a slider under the drawing, for the drawing itself is hidden from a screen reader.
    function schuif(svg, lijn, { toon, ga, nu, schaal }) {
        const veld = document.querySelector("#t-schuif");
        if (!veld) return;
        veld.closest("[hidden]").hidden = false;
        veld.min = Math.ceil(schaal.begin / DAG);
        veld.max = Math.floor(schaal.eind / DAG);
        veld.value = Math.round(nu() / DAG);
        const zeg = () => veld.setAttribute("aria-valuetext", datum.format(nu()));
        zeg();
        const rest = nu() % DAG;
        veld.addEventListener("input", () => { toon(Number(veld.value) * DAG + rest); zeg(); });
        veld.addEventListener("keydown", (gebeurtenis) => { if (gebeurtenis.key === "Enter") ga(nu()); });
        veld.addEventListener("pointerup", () => ga(nu()));
    }

    function begin(wortel) {
        kopieerknoppen(wortel);
        const svg = wortel.querySelector("#tekening");
        if (svg) beweegT(svg);
    }

    addEventListener("DOMContentLoaded", () => begin(document));
    // a step of T or K only replaces what is in the page (htmx); what is new begins too
    document.addEventListener("htmx:after:swap", () => begin(document));
})();
