using System.ComponentModel;
using System.Reflection;
using LiqMon.Queries;
using Microsoft.AspNetCore.Mvc;

namespace LiqMon.Api;

/// <summary>The names of parameters as callers write them, and what they mean.</summary>
internal static class ParameterNames
{
    /// <summary>The parameters of a query, in order.</summary>
    internal static IEnumerable<(PropertyInfo Property, string Name, string Meaning)> Of(Type parameters) =>
        from property in parameters.GetProperties()
        let name = property.GetCustomAttribute<FromQueryAttribute>()?.Name
        where name is not null
        select (property, name, property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "");

    /// <summary>What is wrong with names that are no parameter.</summary>
    internal static IEnumerable<string> Unknown(Type parameters, IEnumerable<string> names)
    {
        var known = Of(parameters).Select(one => one.Name).ToList();
        return names.Where(name => !known.Contains(name, StringComparer.Ordinal))
            .Select(name => $"{QueryParser.Shown(name)} is not a parameter; there are {string.Join(", ", known)}");
    }
}
