namespace LiqMon.Simulator;

/// <summary>
/// Where the orders of a venue have their side and numbers, so that faults can be put into any frame: names of JSON
/// properties, or <c>#5</c> for the sixth item of a row that is an array.
/// </summary>
/// <param name="Side">Fields that hold the side: a word, a truth value, or the sign of a number.</param>
/// <param name="Price">Fields that hold the price.</param>
/// <param name="Quantity">Fields that hold the quantity or what follows from it.</param>
internal sealed record OrderFields(string[] Side, string[] Price, string[] Quantity);
