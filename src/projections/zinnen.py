"""A line of plain Dutch for every act, as a caseworker would say it; never from a confidential part.

`zin` says what took place, `geschiedenisregel` puts date and time before it. Dates and times are local.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from ledger.acts import Act, dienst, dossier, lokaal_team, melding, monitoring, overdracht, register, terug
from ledger.corrections import Feit
from ledger.tijd import AMSTERDAM
from ledger.values import Partij, Persoon

_MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_SOORTEN = {
    "veilig-thuis": "Veilig Thuis",
    "instelling": "instelling",
    "veiligheidsteam": "veiligheidsteam",
    "zorg-en-veiligheidshuis": "Zorg- en Veiligheidshuis",
    "gemeente": "gemeente",
}
_DIENSTEN = {"voorwaarden-en-vervolg": "Voorwaarden en vervolg", "onderzoek": "Onderzoek"}
_FASEN = {
    "na-veiligheidsbeoordeling": "direct na de veiligheidsbeoordeling",
    "na-dienst": "na een dienst",
    "naar-bescherming": "naar bescherming",
    "overig": "buiten de afspraken",
}


def datum(dag: date) -> str:
    """Write a local date: `5 maart 2020`."""
    return f"{dag.day} {_MAANDEN[dag.month - 1]} {dag.year}"


def tijdstip(instant: datetime) -> str:
    """Write an instant in local time: `5 maart 2020 11:00`."""
    lokaal = instant.astimezone(AMSTERDAM)
    return f"{datum(lokaal.date())} {lokaal:%H:%M}"


def naam(partij: Partij | Persoon | str) -> str:
    """Name a party, or a person by their opaque id, or whoever a code stands for."""
    if isinstance(partij, str):
        return partij
    if isinstance(partij, Persoon):
        return f"persoon {partij.persoon}"
    if partij.soort == "clientsysteem":
        return "het gezin"
    if partij.soort == "lokaal-team":
        return partij.id
    eigennaam = "-".join(deel[:1].upper() + deel[1:] for deel in partij.id.split("-"))
    return f"{_SOORTEN[partij.soort]} {eigennaam if partij.soort == 'veilig-thuis' else partij.id}"


def _en(delen: Iterable[Any]) -> str:
    woorden = [naam(deel) for deel in delen]
    return (
        woorden[0]
        if len(woorden) == 1
        else f"{', '.join(woorden[:-1])} en {woorden[-1]}"
        if woorden
        else "niemand"
    )


def _ja(waar: bool, zo: str, anders: str) -> str:  # noqa: FBT001  # a value of an act, not a switch
    return zo if waar else anders


def _beoordeling(a: dienst.VeiligheidsbeoordelingAfgerond) -> str:
    besluit = {
        "dienst": "een dienst van Veilig Thuis",
        "overdracht": "overdracht"
        if a.belegd_bij is None
        else f"overdracht, belegd bij {naam(a.belegd_bij)}",
        "geen-vervolg": "geen vervolg",
    }[a.besluit]
    afgerond = f"de veiligheidsbeoordeling van melding {a.melding} werd afgerond"
    return f"{afgerond} (conclusie {a.conclusie}); besluit: {besluit}"


def _verstuurd(a: overdracht.OverdrachtVerstuurd) -> str:
    warm = " in een warme overdracht" if a.warm else ""
    return f"{naam(a.van)} droeg over aan {naam(a.aan)}, {_FASEN[a.fase]}{warm} (overdracht {a.overdracht})"


def _gecorrigeerd(a: dossier.GebeurtenisGecorrigeerd) -> str:
    wijze = "ingetrokken" if a.wijze == "ingetrokken" else "verbeterd"
    return f"gebeurtenis {a.betreft} werd {wijze} ({a.reden})"


def _gekoppeld(a: dossier.CasusGekoppeld) -> str:
    return f"deze casus werd gekoppeld aan casus {a.met_casus} ({a.soort})"


def _monitorcontact(a: monitoring.MonitorcontactGelegd) -> str:
    voldaan = _ja(
        a.voorwaarden_voldaan, "aan de voorwaarden is voldaan", "aan de voorwaarden is niet voldaan"
    )
    volgend = "" if a.volgend_contact_op is None else f"; volgend contact op {datum(a.volgend_contact_op)}"
    return f"Veilig Thuis had monitorcontact met {_en(a.met)}: {voldaan}, oordeel {a.oordeel}{volgend}"


def _stabiel(a: lokaal_team.StabieleVeiligheidVastgesteld) -> str:
    risico = _ja(a.risicofactoren_aangepakt, "risicofactoren aangepakt", "risicofactoren niet aangepakt")
    herstel = _ja(a.herstel_gestart, "herstel gestart", "herstel niet gestart")
    return f"{naam(a.door)} stelde vast dat het stabiel veilig is ({risico}, {herstel})"


ZINNEN: Mapping[type[Act], Callable[[Any], str]] = {
    melding.MeldingOntvangen: lambda a: (
        f"{naam(Partij(soort='veilig-thuis', id=a.veilig_thuis))} ontving melding {a.melding} van "
        f"{a.melder.soort if a.melder.organisatie is None else naam(a.melder.organisatie)}"
    ),
    melding.InformatieIngewonnen: lambda a: f"informatie werd ingewonnen bij {naam(a.bij)}",
    melding.DeskundigeGeraadpleegd: lambda a: f"een deskundige werd geraadpleegd ({a.soort})",
    melding.AfstemmingGehad: lambda a: f"{naam(a.door)} stemde af met {_en(a.met)} over {a.onderwerp}",
    melding.DirectbetrokkeneGeregistreerd: lambda a: f"persoon {a.persoon} werd geregistreerd als {a.rol}",
    melding.DirectbetrokkeneGewijzigd: lambda a: f"de gegevens van persoon {a.persoon} werden gewijzigd",
    melding.WoonplaatsGewijzigd: lambda a: (
        f"{'het gezin' if a.persoon is None else f'persoon {a.persoon}'} verhuist per {datum(a.per_datum)} "
        f"naar gemeente {a.gemeente}"
    ),
    melding.DirectbetrokkenenGeinformeerd: lambda a: (
        f"{naam(a.door)} informeerde de directbetrokkenen over de {a.over} ({a.wijze})"
    ),
    melding.MelderGeinformeerd: lambda a: f"de melder van melding {a.melding} werd geïnformeerd (na {a.na})",
    dienst.VeiligheidsbeoordelingAfgerond: _beoordeling,
    dienst.DienstIngezet: lambda a: f"Veilig Thuis zette de dienst {_DIENSTEN[a.dienst]} in",
    dienst.BehandelaarToegewezen: lambda a: f"{naam(a.door)} wees behandelaar {a.behandelaar} toe",
    dienst.PlanVanAanpakVastgesteld: lambda a: (
        "het plan van aanpak voor het onderzoek werd vastgesteld, "
        f"{_ja(a.vooronderzoek, 'met', 'zonder')} vooronderzoek"
    ),
    dienst.SamenOptrekkenAfgesproken: lambda a: (
        f"Veilig Thuis sprak af samen op te trekken met {naam(a.met)}"
    ),
    dienst.OnderzoekAfgerond: lambda a: f"het onderzoek werd afgerond: {a.uitkomst}",
    dienst.VeiligheidsafspraakGemaakt: lambda a: f"{naam(a.door)} maakte veiligheidsafspraak {a.afspraak}",
    dienst.VoorwaardenGesteld: lambda a: (
        f"Veilig Thuis stelde veiligheidsvoorwaarden ({', '.join(v.id for v in a.voorwaarden) or 'geen'})"
    ),
    dienst.VoorwaardenAangescherpt: lambda a: (
        f"Veilig Thuis scherpte voorwaarden aan ({', '.join(v.id for v in a.voorwaarden) or 'geen'})"
    ),
    dienst.VoorwaardeVoldaan: lambda a: f"aan voorwaarde {a.voorwaarde} werd voldaan, volgens {naam(a.door)}",
    dienst.VoorwaardeVervallen: lambda a: f"voorwaarde {a.voorwaarde} verviel, volgens {naam(a.door)}",
    dienst.VeiligheidGescoord: lambda a: f"{naam(a.door)} gaf de veiligheid een {a.score}",
    dienst.DirecteVeiligheidBeoordeeld: lambda a: (
        "Veilig Thuis oordeelde dat de directe veiligheid "
        f"{_ja(a.gerealiseerd, 'is gerealiseerd', 'niet is gerealiseerd')} "
        f"(score {a.score})"
    ),
    dienst.DienstAfgerond: lambda a: (
        f"Veilig Thuis rondde de dienst {_DIENSTEN[a.dienst]} af"
        f"{'' if a.vervolg is None else f'; vervolg: {a.vervolg}'}"
    ),
    overdracht.OverdrachtAangekondigd: lambda a: (
        f"een {_ja(a.warm, 'warme ', '')}overdracht aan {naam(a.aan)} werd aangekondigd"
    ),
    overdracht.OverdrachtVerstuurd: _verstuurd,
    overdracht.OverdrachtAangevuld: lambda a: (
        f"overdracht {a.overdracht} werd aangevuld met {', '.join(a.onderdelen) or 'geen onderdelen'}"
    ),
    overdracht.WarmeOverdrachtGehouden: lambda a: (
        f"een warme overdracht werd gehouden met {_en(a.deelnemers)}"
    ),
    overdracht.OntvangstBevestigd: lambda a: (
        f"{naam(a.door)} bevestigde de ontvangst van overdracht {a.overdracht}"
        f"{'' if a.behandelaar is None else f'; {a.behandelaar} pakt op'}"
    ),
    overdracht.OverdrachtGeweigerd: lambda a: (
        f"{naam(a.door)} weigerde overdracht {a.overdracht} ({a.reden})"
    ),
    overdracht.OverdrachtIngetrokken: lambda a: f"{naam(a.door)} trok overdracht {a.overdracht} in",
    overdracht.OverdrachtNietBezorgd: lambda a: f"overdracht {a.overdracht} bleek niet bezorgd",
    overdracht.OntvangstGerappelleerd: lambda a: f"de ontvanger werd herinnerd aan overdracht {a.overdracht}",
    overdracht.BeschikkingAfgegeven: lambda a: f"{naam(a.door)} gaf een beschikking af ({a.voorziening})",
    lokaal_team.ContactGelegd: lambda a: f"{naam(a.door)} had contact met het gezin ({a.wijze})",
    lokaal_team.ContactpogingMislukt: lambda a: (
        f"{naam(a.door)} probeerde vergeefs contact te krijgen ({a.wijze})"
    ),
    lokaal_team.VeiligheidsplanVastgesteld: lambda a: f"{naam(a.door)} stelde het veiligheidsplan vast",
    lokaal_team.VeiligheidsplanGeevalueerd: lambda a: (
        f"{naam(a.door)} evalueerde het veiligheidsplan en stelde het {_ja(a.bijgesteld, 'bij', 'niet bij')}"
    ),
    lokaal_team.CasusregieGestart: lambda a: f"{naam(a.door)} startte de casusregie met {a.regisseur}",
    lokaal_team.CasusregisseurGewisseld: lambda a: (
        f"{a.regisseur} werd casusregisseur{'' if a.door is None else f' bij {naam(a.door)}'}"
    ),
    lokaal_team.CasusregieAfgerond: lambda a: (
        f"{naam(a.door)} rondde de casusregie af ({a.reden}), "
        f"{_ja(a.afgestemd_met_veilig_thuis, 'afgestemd', 'niet afgestemd')} met Veilig Thuis"
    ),
    lokaal_team.IncidentGeregistreerd: lambda a: f"{naam(a.door)} registreerde een incident ({a.vorm})",
    lokaal_team.StabieleVeiligheidVastgesteld: _stabiel,
    lokaal_team.DossierGesloten: lambda a: f"{naam(a.door)} sloot het dossier ({a.reden})",
    terug.TerugkoppelingOntvangen: lambda a: (
        f"{naam(a.door)} koppelde terug aan Veilig Thuis ({', '.join(a.redenen) or 'zonder reden'})"
    ),
    terug.TerugkoppelingGewogen: lambda a: (
        "Veilig Thuis woog de terugkoppeling: betrokkenheid "
        f"{_ja(a.betrokkenheid_nodig, 'nodig', 'niet nodig')}"
    ),
    terug.TerugmeldingOntvangen: lambda a: (
        f"{naam(a.door)} deed een terugmelding bij Veilig Thuis ({', '.join(a.redenen) or 'zonder reden'})"
    ),
    terug.OndersteuningGeboden: lambda a: f"Veilig Thuis ondersteunde {naam(a.aan)} ({a.vorm})",
    terug.VerzoekTotOnderzoekIngediend: lambda a: (
        f"{naam(a.door)} diende een verzoek tot onderzoek in bij {a.bij}"
    ),
    terug.VerzoekBeantwoord: lambda a: f"het verzoek bij {a.bij} werd beantwoord: {a.uitkomst}",
    terug.DwangmaatregelIngezet: lambda a: (
        f"{naam(a.door)} zette een dwangmaatregel in ({a.maatregel})"
        f"{'' if a.tot is None else f' tot {datum(a.tot)}'}"
    ),
    terug.OpschalingGestart: lambda a: f"{naam(a.door)} schaalde op naar {a.niveau} over {a.onderwerp}",
    terug.OpschalingBesloten: lambda a: (
        "de opschaling werd besloten"
        f"{'' if a.toegewezen_aan is None else f': zicht is toegewezen aan {naam(a.toegewezen_aan)}'}"
    ),
    monitoring.MonitorcontactGelegd: _monitorcontact,
    monitoring.MonitoringAfgesloten: lambda a: f"Veilig Thuis sloot de monitoring af ({a.reden})",
    monitoring.BemoeienisGestopt: lambda a: (
        f"Veilig Thuis stopte zijn bemoeienis, na overleg met {_en(a.overleg_met)}"
    ),
    dossier.CasusGekoppeld: _gekoppeld,
    dossier.GebeurtenisGecorrigeerd: _gecorrigeerd,
    dossier.InformerenUitgesteld: lambda a: (
        f"het informeren van persoon {a.persoon} werd uitgesteld tot {datum(a.tot)} ({a.grond})"
    ),
    dossier.EigenVerklaringToegevoegd: lambda a: f"persoon {a.persoon} voegde een eigen verklaring toe",
    dossier.VernietigingVerzocht: lambda a: (
        f"persoon {a.persoon} verzocht om vernietiging (verzoek {a.verzoek})"
    ),
    dossier.VernietigingBesloten: lambda a: (
        f"op verzoek {a.verzoek} werd besloten: {a.besluit}{'' if a.grond is None else f' ({a.grond})'}"
    ),
    dossier.PersoonsgegevensVernietigd: lambda a: (
        f"de persoonsgegevens van {'de hele casus' if a.persoon is None else f'persoon {a.persoon}'} "
        f"werden vernietigd ({a.grond})"
    ),
    register.AdviesGegeven: lambda a: (
        f"advies {a.advies} werd gegeven aan een {a.vrager} in gemeente {a.gemeente}"
    ),
    register.PlustakenAfgenomen: lambda a: (
        f"gemeente {a.gemeente} nam plustaken af van {datum(a.van)} tot {datum(a.tot)}: "
        f"{', '.join(a.plustaken)}"
    ),
    register.PlustaakActiviteitGeregistreerd: lambda a: (
        f"een activiteit voor de plustaak {a.plustaak} vond plaats "
        f"in gemeente {a.gemeente} op {datum(a.datum)}"
    ),
    register.PlustakenGeevalueerd: lambda a: (
        f"de plustaken van gemeente {a.gemeente} werden geëvalueerd: {a.besluit}"
    ),
    register.GemeenteGeinformeerd: lambda a: (
        f"gemeente {a.gemeente} werd geïnformeerd over {naam(a.over)} (bericht {a.bericht})"
    ),
    register.GemeenteGereageerd: lambda a: (
        f"de gemeente reageerde op bericht {a.bericht}: {', '.join(a.stappen) or 'geen stappen'}"
    ),
}
"""What is said of each act; a test notices an act that is missing here."""


def zin(act: Act) -> str:
    """Say in plain Dutch what took place, without date and without full stop."""
    return ZINNEN[type(act)](act)


def afloop(feit: Feit, feiten: Iterable[Feit]) -> str:
    """Say what became of a handover by the acts that stand, with a comma before it; of other acts nothing."""
    verstuurd = feit.gegevens
    if not isinstance(verstuurd, overdracht.OverdrachtVerstuurd) or verstuurd.aan.soort == "clientsysteem":
        return ""
    for later in feiten:
        match later.gegevens:
            case overdracht.OntvangstBevestigd(overdracht=nummer, door=door) if door == verstuurd.aan:
                wat = "bevestigd"
            case overdracht.OverdrachtGeweigerd(overdracht=nummer, door=door) if door == verstuurd.aan:
                wat = "geweigerd"
            case overdracht.OverdrachtIngetrokken(overdracht=nummer):
                wat = "ingetrokken"
            case overdracht.OverdrachtNietBezorgd(overdracht=nummer):
                wat = "niet bezorgd gebleken"
            case _:
                continue
        if nummer == verstuurd.overdracht:
            return f", {wat} op {tijdstip(later.gebeurd_op)}"
    return ", nog niet bevestigd"


def geschiedenisregel(gebeurd_op: datetime, act: Act) -> str:
    """Say when and what: `5 maart 2020 11:00, wijkteam-west had contact met het gezin (huisbezoek)`."""
    return f"{tijdstip(gebeurd_op)}, {zin(act)}"
