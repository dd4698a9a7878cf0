"""What people say in the pictures, in both languages, and who they are."""

#: The longest list and the longest name that a desk must bear.
MANY = 200
LONG_NAME = ("Marie-Amélie de la Rochefoucauld-Montbel et Saint-Sauveur " * 6)[:300]

QUESTION = {
    "en": "My card was swallowed by the machine at Gare de Lyon. What do I do now?",
    "fr": "Le distributeur de la gare de Lyon a avalé ma carte. Que faire maintenant ?",
}
ANSWER = {
    "en": "Good morning! I am sorry to hear that. The machine has kept it safely, I am blocking it.",
    "fr": "Bonjour ! Je suis désolée. Le distributeur l'a gardée en sûreté, je la bloque aussitôt.",
}
THANKS = {
    "en": "Thank you. How long does a new one take?",
    "fr": "Merci. Combien de temps faut-il ?",
}
COUNTERS = {
    "en": ("Cards and transfers", "Loans", "Insurance"),
    "fr": ("Cartes et virements", "Prêts", "Assurances"),
}
#: Who else comes on an ordinary morning: their counter and what they ask.
OTHERS = {
    "Jean Tran": (1, {"en": "May I pay back earlier?", "fr": "Puis-je rembourser plus tôt ?"}),
    "Amélie Rousseau": (
        0,
        {"en": "A transfer has not arrived.", "fr": "Un virement n'est pas arrivé."},
    ),
    "Lukas Weber": (2, {"en": "My phone was stolen.", "fr": "On m'a volé mon téléphone."}),
    "Sofia Marino": (
        1,
        {"en": "What would a flat cost me?", "fr": "Combien coûterait un appartement ?"},
    ),
    "Olivia Martin": (
        2,
        {
            "en": "We move house on Monday. Does our insurance move with us?",
            "fr": "Nous déménageons lundi. L'assurance nous suit-elle ?",
        },
    ),
}
MORE = {
    "en": "Three working days. It comes to your branch, with a message to you.",
    "fr": "Trois jours ouvrés. Elle arrive à votre agence, et un message vous prévient.",
}
